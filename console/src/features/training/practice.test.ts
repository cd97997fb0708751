import assert from "node:assert/strict"
import { test } from "node:test"
import type { IncidentScore, PracticeSession } from "../../protocol/generated.ts"
import {
  isLearnt,
  isOwnPractice,
  lessonOf,
  startCommand,
  stateOf,
  stepWords,
  timelineOf,
} from "./practice.ts"

const SCORES: readonly IncidentScore[] = [
  {
    person: "p",
    incident: 0,
    commands: 3,
    times: [{ measure: "answer", at: "2026-11-29T10:00:20.000000Z", seconds: 8, target_s: 15, met: true }],
  },
  {
    person: "q",
    incident: 0,
    commands: 1,
    times: [{ measure: "accept", at: "2026-11-29T10:00:50.000000Z", seconds: 9, target_s: 30, met: true }],
  },
]

test("a step of a lesson is ticked by what its own trainee did", () => {
  assert.deepEqual(
    lessonOf(SESSION, "operator", "p", SCORES).map((step) => step.done),
    [true, false, false, false, false, false],
  )
  assert.deepEqual(
    lessonOf(SESSION, "dispatcher", "p", SCORES).map((step) => step.done),
    [false, false],
  )
})

test("who practises alone asks in writing, and that is ticked by what was written and not by the place", () => {
  const alone = { ...SESSION, trainer: null }
  const time = (measure: "address" | "question") => ({ ...SCORES[0]?.times[0], measure }) as never
  const done = (...measures: ("address" | "question")[]) => {
    const score = { person: "p", incident: 0, commands: 3, times: measures.map(time) }
    const steps = lessonOf(alone, "operator", "p", [score])
    return steps.filter((step) => step.done).map((step) => step.measure)
  }
  assert.deepEqual(done("address"), ["address"])
  assert.deepEqual(done("question", "address"), ["question", "address"])
  assert.ok(lessonOf(SESSION, "operator", "p", []).every((step) => step.measure !== "question"))
})

test("a session starts with those who have a role, and with nobody it does not", () => {
  const people = [
    { person: "p", name: "Anna", role: "operator" as const },
    { person: "q", name: "Pau", role: "dispatcher" as const },
  ]
  assert.equal(startCommand("t", "arrest", people, {}, 60), null)
  assert.deepEqual(startCommand("t", "arrest", people, { q: "crew" }, 30), {
    kind: "training.start",
    training: "t",
    scenario: "arrest",
    trainees: [{ person: "q", role: "crew" }],
    limit_min: 30,
  })
})

const SESSION: PracticeSession = {
  id: "t",
  mode: "training",
  scenario: "arrest",
  seed: 1,
  incidents_planned: 1,
  trainer: "c",
  trainer_name: "Clara",
  started_at: "2026-11-29T10:00:00.000000Z",
  trainees: [
    { person: "p", name: "Anna", role: "operator" },
    { person: "q", name: "Pau", role: "dispatcher" },
  ],
  incidents: [{ nth: 0, kind: "", place: null, calls: [], begun_at: "2026-11-29T10:00:10.000000Z" }],
  comments: [
    {
      id: "k",
      person: "p",
      by_name: "Clara",
      words: "Bien.",
      at: "2026-11-29T10:30:00.000000Z",
      moment: "2026-11-29T10:00:20.000000Z",
      incident: 0,
    },
  ],
}

test("the course of a session is in order, and a remark stands at the moment that it is about", () => {
  assert.deepEqual(
    timelineOf(SESSION, SCORES).map((one) => [one.at.slice(14, 19), one.measure ?? one.words]),
    [
      ["00:10", ""],
      ["00:20", "answer"],
      ["00:20", "Bien."],
      ["00:50", "accept"],
    ],
  )
  assert.deepEqual(
    timelineOf(SESSION, SCORES, "q").map((one) => one.measure),
    [null, "accept"],
  )
})

test("a practice whose call is over does not say that it goes on", () => {
  assert.equal(stateOf(SESSION, []), "running")
  assert.equal(stateOf(SESSION, ["t"]), "call_over")
  assert.equal(stateOf({ ...SESSION, state: "ended" }, ["t"]), "ended")
})

test("a story alone in which nobody's heart has stopped asks for no compression", () => {
  const alone = { ...SESSION, trainer: null, scenario: "fire" }
  const measures = (session: typeof SESSION) =>
    lessonOf(session, "operator", "p", []).map((step) => step.measure)
  assert.ok(!measures(alone).includes("compression"))
  assert.ok(measures({ ...alone, scenario: "arrest" }).includes("compression"))
})

test("a lesson is learnt when every step is done", () => {
  assert.equal(isLearnt(lessonOf(SESSION, "dispatcher", "q", SCORES)), false)
  assert.equal(isLearnt([{ measure: "accept", done: true }]), true)
})

test("who practises alone reads it as a trainee, also where they may lead practices", () => {
  const alone = { ...SESSION, trainer: null }
  const [trainee] = alone.trainees
  assert.equal(isOwnPractice(alone, trainee?.person), true)
  assert.equal(isOwnPractice(alone, "somebody else"), false)
  assert.equal(isOwnPractice({ ...SESSION, trainer: "t" }, trainee?.person), false)
  assert.equal(isOwnPractice(null, "p"), false)
})

test("the steps of a practice in which the caller writes speak of writing, and those of a led one of speaking", () => {
  const alone = { ...SESSION, trainer: null }
  assert.equal(stepWords("instruction", alone), "training.step_written.instruction")
  assert.equal(stepWords("answer", alone), "training.step.answer")
  assert.equal(stepWords("instruction", { ...SESSION, trainer: "t" }), "training.step.instruction")
})
