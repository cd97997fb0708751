import assert from "node:assert/strict"
import { test } from "node:test"
import { type QueuedPatientCommand, shownPatients, type VersionedPatientRow } from "./patients.ts"

const row: VersionedPatientRow = {
  v: 1,
  id: "p1",
  case: "c1",
  mode: "real",
  number: 1,
  state: "waiting",
  recorded_at: "2026-11-24T03:12:00Z",
  age: "adult",
  words: "consciente",
  triage: null,
  priority: null,
  unit: null,
  hospital: null,
  handed_over_at: null,
  handed_over_to: null,
  outcome: null,
  clinical: true,
}
const way = (...commands: readonly QueuedPatientCommand[]) => commands.map((command) => ({ command }))

test("what is durable is shown as it is", () => {
  assert.deepEqual(shownPatients([row, { ...row, id: "p9", case: "c2" }], [], [], "c1"), [
    { ...row, waits: false },
  ])
})

test("what was said without network stands over it, marked, and leaves the rest", () => {
  const [of] = shownPatients(
    [row],
    [],
    way(
      { kind: "dispatch.update_patient", patient: "p1", triage: "red", words: null },
      { kind: "dispatch.warn_hospital", patient: "p1", hospital: "Comarcal" },
    ),
    "c1",
  )
  assert.equal(of?.triage, "red")
  assert.equal(of?.words, "consciente")
  assert.equal(of?.hospital?.name, "Comarcal")
  assert.equal(of?.waits, true)
})

test("a patient who is new here can be spoken of before the server has a number", () => {
  const all = shownPatients(
    [row],
    [],
    way(
      { kind: "dispatch.record_patient", patient: "p2", case: "c1", mode: "real", age: "child" },
      { kind: "dispatch.update_patient", patient: "p2", state: "with_unit", unit: "u1" },
    ),
    "c1",
  )
  assert.deepEqual(
    all.map(({ id, number, state, age, waits }) => [id, number, state, age, waits]),
    [
      ["p1", 1, "waiting", "adult", false],
      ["p2", 0, "with_unit", "child", true],
    ],
  )
})

test("a patient who was handed over says to whom, and a word about nobody we know is not shown", () => {
  const said = way(
    { kind: "dispatch.hand_over", patient: "p1", to: "Urgencias" },
    { kind: "dispatch.update_patient", patient: "nobody", triage: "red" },
  )
  const all = shownPatients([row], [], said, "c1")
  assert.deepEqual(
    all.map(({ state, handed_over_to }) => [state, handed_over_to]),
    [["handed_over", "Urgencias"]],
  )
})

test("between the answer and the board nobody disappears and nothing jumps back", () => {
  const born = { kind: "dispatch.record_patient", patient: "p2", case: "c1", mode: "real" } as const
  const said = { kind: "dispatch.update_patient", patient: "p1", triage: "red" } as const
  const answered = [
    { command: born, version: 1 },
    { command: said, version: 2 },
  ]
  const seen = (rows: readonly VersionedPatientRow[]) =>
    shownPatients(rows, answered, [], "c1").map(({ id, triage, waits }) => [id, triage, waits])
  assert.deepEqual(seen([row]), [
    ["p1", "red", false],
    ["p2", null, false],
  ])
  // The board has it, and something newer: what was said is no news.
  assert.deepEqual(seen([{ ...row, v: 3, triage: "yellow" }]), [
    ["p1", "yellow", false],
    ["p2", null, false],
  ])
})
