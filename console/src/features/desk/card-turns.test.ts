import assert from "node:assert/strict"
import { test } from "node:test"
import type { Card, CardStep } from "../../engine/content.ts"
import { cardViewOf } from "../../engine/player.ts"
import {
  besideMoment,
  dictationOf,
  isForAed,
  isHeld,
  justMarked,
  momentOf,
  nextMoment,
  openedAt,
  repeated,
  saidToBreathe,
  stepMoments,
  stopsCompressions,
  takesOver,
  worseOf,
} from "./card-turns.ts"

const step = (id: string, more: Partial<CardStep> = {}): CardStep => ({
  id,
  say: { es: id },
  wait: "none",
  ...more,
})
const watched = (id: string, card: string, ...ages: string[]): CardStep =>
  step(id, {
    show_if: { op: "is", question: "edad", answers: ages },
    check: { q: "deja_toser", worse: { card } },
  })
/** As `atragantamiento-leve`: each age has its own step that is watched. */
const choking = {
  steps: [
    step("toser"),
    watched("vigilar", "atragantamiento", "child", "adult", "U"),
    watched("vigilar_bebe", "atragantamiento-bebe", "infant"),
    step("despues"),
  ],
}
const standing = (current: string | null, ...marks: string[]) => ({
  current,
  marks: marks.map((mark) => ({ mark, at: "2026-11-30T03:00:00Z", by: "p1" })),
  authorised: [],
  metronome: "off" as const,
})

test("the check of a step for another patient leads nowhere", () => {
  assert.deepEqual(worseOf(choking, standing("despues"), { edad: "adult" }), { card: "atragantamiento" })
  assert.deepEqual(worseOf(choking, standing("despues"), { edad: "infant" }), {
    card: "atragantamiento-bebe",
  })
  assert.deepEqual(worseOf(choking, standing(null), { edad: "adult" }), { card: "atragantamiento" })
})

test("before the first step that is watched it leads on as that one does", () => {
  assert.deepEqual(worseOf(choking, standing("toser"), { edad: "adult" }), { card: "atragantamiento" })
  assert.deepEqual(worseOf(choking, standing("toser"), { edad: "infant" }), { card: "atragantamiento-bebe" })
})

test("nothing leads on where no step is watched, nor without a card", () => {
  assert.equal(worseOf({ steps: [step("toser")] }, standing("toser"), { edad: "adult" }), undefined)
  assert.equal(worseOf(undefined, standing("toser"), {}), undefined)
  assert.equal(worseOf(choking, undefined, {}), undefined)
})

test("a step that the caller will not do is not watched", () => {
  const breaths = step("soplos", {
    skip_if: "unwilling",
    check: { q: "respira", worse: { goto: "san-pcr" } },
  })
  const card = { steps: [breaths, step("seguir")] }
  assert.deepEqual(worseOf(card, standing("seguir"), {}), { goto: "san-pcr" })
  assert.equal(worseOf(card, standing("seguir", "unwilling"), {}), undefined)
})

test("a sentence that was not on screen is not recorded as said; to who reads it is sent", () => {
  assert.equal(openedAt("uno", { onScreen: true, reads: false }), "uno")
  assert.equal(openedAt("uno", { onScreen: false, reads: false }), undefined)
  assert.equal(openedAt("uno", { onScreen: false, reads: true }), "uno")
})

test("of who breathes again nothing is shown but the step for that, until compressions go on", () => {
  const card = { steps: [step("comprimir", { repeat_s: 15 }), step("vuelve")] } as unknown as Card
  const row = { ...standing("vuelve", "rosc"), breathes: true, breathing_step: "vuelve" }
  const said = { comprimir: 0 }
  const stopped = cardViewOf(card, { ...dictationOf(row), said }, {}, 60_000)
  assert.deepEqual([stopped.gates, stopped.due], [{ comprimir: "hidden", vuelve: "open" }, []])
  const on = cardViewOf(card, { ...dictationOf({ ...row, breathes: false }), said }, {}, 60_000)
  assert.deepEqual(on.due, ["comprimir"])
})

test("the mark of circulation stops the compressions of an arrest alone", () => {
  const cpr = { marks: ["arrest_recognised", "rosc"], pace: { bpm: 110 } }
  assert.equal(stopsCompressions("rosc", cpr), true)
  assert.equal(stopsCompressions("handover", cpr), false)
  assert.equal(stopsCompressions("rosc", { marks: ["first_compression"], pace: { bpm: 120 } }), false)
  assert.equal(stopsCompressions("rosc", undefined), false)
})

test("compressions that go on answer the interviews in which the patient breathed normally, and no other", () => {
  const run = (id: string, answer: string, ...questions: string[]) => ({
    run: id,
    row: { answers: { respira: answer } },
    questions,
  })
  const interviews = [
    run("arrest", "normal", "consciente", "respira"),
    run("unconscious", "normal", "respira"),
    run("fit", "qualified", "respira"),
    run("carried", "normal", "sigue"),
  ]
  assert.deepEqual(
    saidToBreathe(interviews).map((each) => each.run),
    ["arrest", "unconscious"],
  )
})

test("what is to be said again is what the key says again, and to who reads the step on screen", () => {
  assert.deepEqual(repeated(["contar", "relevo"], false), ["contar", "relevo"])
  assert.deepEqual(repeated([], false), [undefined])
  assert.deepEqual(repeated(["contar"], true), [undefined])
})

test("an arrest that is pressed on was recognised: the key marks something else", () => {
  const marks = ["arrest_recognised", "first_compression", "aed_attached", "handover"]
  const pressed = { mark: "first_compression", at: "2026-11-30T03:01:10Z" }
  assert.equal(nextMoment(marks, [pressed]), "aed_attached")
  assert.equal(besideMoment(marks, [pressed], "handover", 1), "aed_attached")
})

test("a moment that the caller's page has marked is not marked again, and the earlier time of two stands", () => {
  const marks = ["arrest_recognised", "first_compression", "aed_attached"]
  const desk = { mark: "arrest_recognised", at: "2026-11-30T03:00:40Z" }
  const phone = { mark: "first_compression", at: "2026-11-30T03:01:10Z" }
  assert.equal(nextMoment(marks, []), "arrest_recognised")
  assert.equal(nextMoment(marks, [desk]), "first_compression")
  assert.equal(nextMoment(marks, [desk, phone]), "aed_attached")
  const late = { ...phone, at: "2026-11-30T03:02:00+00:00" }
  assert.equal(momentOf("first_compression", [late, phone]), phone.at)
  assert.equal(momentOf("aed_attached", [late, phone]), null)
})

test("what was told last is what the caller does now: its moment comes before that of the step on screen", () => {
  const steps = [
    { id: "suelo" },
    { id: "comprimir", mark: "first_compression" },
    { id: "contar" },
    { id: "dea", mark: "aed_attached" },
  ]
  const told = { comprimir: "2026-12-01T10:00:00Z" }
  assert.deepEqual(stepMoments(steps, { current: "contar", said: told }), ["first_compression", undefined])
  assert.deepEqual(stepMoments(steps, { current: "comprimir", said: {} }), [undefined, "first_compression"])
  assert.deepEqual(stepMoments(steps, { current: null, said: told }), ["first_compression", undefined])
  const marks = ["arrest_recognised", "first_compression", "aed_attached"]
  const both = stepMoments(steps, { current: "dea", said: told })
  assert.equal(nextMoment(marks, [], { steps: both }), "first_compression")
  const pressed = [{ mark: "first_compression", at: "2026-12-01T10:00:09Z" }]
  assert.equal(nextMoment(marks, pressed, { steps: both }), "aed_attached")
})

test("the key marks the moment of the step under way, and any other once a person has gone to it", () => {
  const marks = ["arrest_recognised", "first_compression", "aed_attached", "rosc"]
  assert.equal(nextMoment(marks, [], { steps: ["first_compression"] }), "first_compression")
  assert.equal(nextMoment(marks, [], { steps: ["first_compression"], chosen: "rosc" }), "rosc")
  const done = [{ mark: "aed_attached", at: "2026-11-30T03:01:10Z" }]
  assert.equal(nextMoment(marks, done, { steps: ["aed_attached"], chosen: null }), "arrest_recognised")
  assert.equal(besideMoment(marks, done, "first_compression", 1), "rosc", "without what is marked")
  assert.equal(besideMoment(marks, done, "arrest_recognised", -1), "rosc", "round")
  assert.equal(besideMoment(marks, done, "rosc", 1), "arrest_recognised")
  assert.equal(besideMoment([], [], undefined, 1), undefined)
})

test("what was marked just now, at the desk or on the phone, makes the next press of the key ask", () => {
  const marked = [{ mark: "first_compression", at: "2026-11-30T03:01:10Z" }]
  assert.deepEqual(justMarked(marked, Date.parse("2026-11-30T03:01:19Z")), marked[0])
  assert.equal(justMarked(marked, Date.parse("2026-11-30T03:01:20Z")), undefined)
  assert.equal(justMarked([], 0), undefined)
})

test("compressions take the place of a card without them, and those for this patient of those for another", () => {
  const compresses = (card: string) => card.startsWith("cpr")
  const turns = (card: string) => card === "side"
  assert.equal(takesOver("choking", ["choking", "cpr-adult"], ["cpr-adult"], compresses, turns), "cpr-adult")
  assert.equal(
    takesOver("cpr-adult", ["cpr-infant", "aed"], ["cpr-infant", "aed"], compresses, turns),
    "cpr-infant",
  )
  assert.equal(
    takesOver("cpr-adult", ["cpr-adult", "aed"], ["aed"], compresses, turns),
    undefined,
    "the one under way stays",
  )
  assert.equal(takesOver("cpr-infant", ["cpr-infant"], [], compresses, turns), undefined)
  assert.equal(
    takesOver("cpr-infant", ["cpr-adult", "aed"], ["aed"], compresses, turns),
    "cpr-adult",
    "an adult after all: the card that was opened first comes back",
  )
  assert.equal(
    takesOver("cpr-adult", ["choking"], ["choking"], compresses, turns),
    undefined,
    "only compressions take over",
  )
  assert.equal(takesOver(undefined, ["cpr-adult"], ["cpr-adult"], compresses, turns), undefined)
  assert.equal(
    takesOver("cpr-adult", ["side"], ["side"], compresses, turns),
    "side",
    "who breathes after all is turned on the side",
  )
  assert.equal(takesOver("cpr-adult", ["cpr-adult", "side"], ["side"], compresses, turns), undefined)
  assert.equal(takesOver("choking", ["side"], ["side"], compresses, turns), undefined)
})

test("the card of a defibrillator goes beside compressions; compressions with one do not", () => {
  const attaches = [step("descarga", { mark: "aed_attached" })]
  assert.equal(isForAed({ steps: attaches }), true)
  assert.equal(isForAed({ steps: attaches, pace: { bpm: 110 } }), false)
  assert.equal(isForAed({ steps: [step("toser")] }), false)
  assert.equal(isForAed(undefined), false)
})

test("what a check leads to is not begun anew where its interview is held already", () => {
  assert.equal(isHeld({ goto: "san-pcr" }, ["san-pcr"]), true)
  assert.equal(isHeld({ goto: "san-pcr" }, ["san-convulsion", undefined]), false)
  assert.equal(isHeld({ card: "cpr-infant" }, ["san-pcr"]), false)
  assert.equal(isHeld(undefined, []), false)
})
