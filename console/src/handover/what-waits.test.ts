import assert from "node:assert/strict"
import { test } from "node:test"
import type { CaseRow, TaskRow, WatchRow } from "../protocol/generated.ts"
import { whatWaits } from "./what-waits.ts"

const CASE = {
  id: "c1",
  location: { words: "Carrer Nou 3" },
  help_sent_at: "2026-11-24T03:00:00Z",
} as unknown as CaseRow
const task = (more: Partial<TaskRow>) =>
  ({
    case: "c1",
    service: "FIRE",
    state: "accepted",
    unowned: false,
    uncovered: [],
    capabilities: ["pump"],
    by_centre: ["med_reg"],
    assignments: ["a1"],
    ...more,
  }) as unknown as TaskRow
const watch = (kind: string, state: string) => ({ case: "c1", kind, state }) as unknown as WatchRow

test("a task that no centre owns stands first, and a fired watch that its task tells already is not told twice", () => {
  const waits = whatWaits(
    { ...CASE, location: null, help_sent_at: null },
    [
      task({ state: "offered" }),
      task({ service: "HEALTH", unowned: true }),
      task({ case: "other", unowned: true }),
    ],
    [
      watch("no_location", "fired"),
      watch("crew_silent", "fired"),
      watch("crew_silent", "escalated"),
      watch("arrive", "set"),
    ],
  )
  assert.deepEqual(
    waits.map((each) => `${each.what} ${each.of}`),
    ["unowned HEALTH", "no_place ", "help_not_sent ", "not_accepted FIRE", "late crew_silent"],
  )
})

test("pending of a task with a unit is what the unit does not cover, of one without a unit the unit", () => {
  const waits = whatWaits(
    CASE,
    [task({ uncovered: ["rescue"] }), task({ service: "POLICE", assignments: [] })],
    [],
  )
  assert.deepEqual(
    waits.map((each) => `${each.what} ${each.of}`),
    ["uncovered FIRE", "no_unit POLICE"],
  )
})

test("what the centre does itself waits for no unit", () => {
  const doctor = task({ service: "HEALTH", assignments: [], capabilities: ["med_reg"] })
  assert.deepEqual(whatWaits(CASE, [doctor], []), [{ what: "under_way", of: "HEALTH" }])
})

test("without anything pending it names the services at work, and nothing once their tasks have ended", () => {
  assert.deepEqual(whatWaits(CASE, [task({ state: "active" })], []), [{ what: "under_way", of: "FIRE" }])
  assert.deepEqual(whatWaits(CASE, [task({ state: "ended" })], [watch("reassess", "answered")]), [])
})
