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
    assignments: ["a1"],
    ...more,
  }) as unknown as TaskRow
const watch = (kind: string, state: string) => ({ case: "c1", kind, state }) as unknown as WatchRow

test("what nobody has stands first, and a promise that its task says already is not said twice", () => {
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

test("a task with a unit waits for what the unit does not cover, and one without for a unit", () => {
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

test("where nothing is owed it says who works, and of a case whose services are clear nothing", () => {
  assert.deepEqual(whatWaits(CASE, [task({ state: "active" })], []), [{ what: "under_way", of: "FIRE" }])
  assert.deepEqual(whatWaits(CASE, [task({ state: "ended" })], [watch("reassess", "answered")]), [])
})
