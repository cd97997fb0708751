import assert from "node:assert/strict"
import { test } from "node:test"
import type { IncidentScore } from "../../protocol/generated.ts"
import { lessonOf, startCommand } from "./practice.ts"

const SCORES: readonly IncidentScore[] = [
  {
    person: "p",
    incident: 0,
    commands: 3,
    times: [{ measure: "answer", seconds: 8, target_s: 15, met: true }],
  },
  {
    person: "q",
    incident: 0,
    commands: 1,
    times: [{ measure: "accept", seconds: 9, target_s: 30, met: true }],
  },
]

test("a step of a lesson is ticked by what its own trainee did", () => {
  assert.deepEqual(
    lessonOf("operator", "p", SCORES).map((step) => step.done),
    [true, false, false, false, false, false],
  )
  assert.deepEqual(
    lessonOf("dispatcher", "p", SCORES).map((step) => step.done),
    [false, false],
  )
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
