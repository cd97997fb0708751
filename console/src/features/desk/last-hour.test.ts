import assert from "node:assert/strict"
import { test } from "node:test"
import { lastHour } from "./last-hour.ts"

const slot = (calls: number, wait_s: number | null) => ({ since: "2026-11-24T09:00:00Z", calls, wait_s })
const LOAD = {
  at: "2026-11-24T10:07:00Z",
  slot_s: 900,
  slots: [slot(50, 90), slot(2, 4), slot(0, null), slot(6, 12), slot(1, null), slot(30, 60)],
  weeks: 2,
  usual: [9, 1, 2, 3, 4, 9].map((calls) => ({ calls, wait_s: null })),
  yesterday: null,
}

test("the last hour is four whole quarters, without the one that runs, and each caller's wait counts once", () => {
  assert.deepEqual(lastHour(LOAD), { until: "2026-11-24T09:00:00Z", calls: 9, usual: 10, wait_s: 10 })
})

test("where no week before is known nothing is usual, and where nobody waited there is no wait", () => {
  const quiet = { ...LOAD, weeks: 0, usual: [], slots: LOAD.slots.map((each) => ({ ...each, wait_s: null })) }
  assert.deepEqual(lastHour(quiet), { until: "2026-11-24T09:00:00Z", calls: 9, usual: null, wait_s: null })
})
