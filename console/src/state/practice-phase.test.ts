import assert from "node:assert/strict"
import { test } from "node:test"
import type { PracticeSession } from "../protocol/generated.ts"
import { ownPractices, phaseOf } from "./practice-phase.ts"

const ALONE: PracticeSession = {
  id: "t",
  mode: "training",
  scenario: "arrest",
  seed: 1,
  incidents_planned: 1,
  trainer: null,
  trainer_name: "",
  started_at: "2026-11-29T10:00:00.000000Z",
  state: "running",
  trainees: [{ person: "p", name: "Anna", role: "operator" }],
  incidents: [{ nth: 0, kind: "", place: null, calls: ["c"], begun_at: "2026-11-29T10:00:10.000000Z" }],
}

test("a practice is over at the desk as soon as its call is, waits before it rings and says nothing after it ended", () => {
  const other = { id: "d", state: "answered" }
  assert.equal(phaseOf(undefined, [other], []), null)
  assert.equal(phaseOf({ ...ALONE, incidents: [] }, [other], []), "waits")
  for (const state of ["queued", "offered", "answered", "held"])
    assert.equal(phaseOf(ALONE, [other, { id: "c", state }], []), "calling")
  assert.equal(phaseOf(ALONE, [other, { id: "c", state: "ended" }], []), "over")
  assert.equal(phaseOf(ALONE, [other], []), "calling", "it has begun, and rings in a moment")
  assert.equal(phaseOf(ALONE, [other], ["t"]), "over", "it has left the board")
  assert.equal(phaseOf({ ...ALONE, state: "ended" }, [other], ["t"]), null)
})

test("a practice of somebody else or with a trainer is not the own", () => {
  const led = { ...ALONE, trainer: "c" }
  assert.deepEqual(ownPractices([led, ALONE], "p"), [ALONE])
  assert.deepEqual(ownPractices([ALONE], "q"), [])
  assert.deepEqual(ownPractices([ALONE], undefined), [])
})
