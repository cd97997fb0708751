import assert from "node:assert/strict"
import { test } from "node:test"
import type { CallLoad } from "../../protocol/generated.ts"
import { lastOf, loadLine, pathOf, topOf } from "./load-line.ts"

const LOAD: CallLoad = {
  at: "2026-11-24T10:07:00Z",
  slot_s: 900,
  slots: [
    { since: "2026-11-24T09:30:00Z", calls: 4, wait_s: 3 },
    { since: "2026-11-24T09:45:00Z", calls: 0, wait_s: null },
    { since: "2026-11-24T10:00:00Z", calls: 2, wait_s: 9.5 },
  ],
  weeks: 3,
  usual: [
    { calls: 5, wait_s: 4 },
    { calls: 1.5, wait_s: 4 },
    { calls: 6, wait_s: null },
  ],
  yesterday: null,
}

test("the quarter that runs is told apart: it is not over, and would look like a fall", () => {
  const calls = loadLine(LOAD, "calls")
  assert.deepEqual([calls.today, calls.running], [[4, 0], 2])
  assert.deepEqual([calls.usual, calls.usualNow], [[5, 1.5], 6])
  assert.deepEqual([calls.since, calls.until], ["2026-11-24T09:30:00Z", "2026-11-24T10:00:00Z"])
})

test("where nobody waited there is a gap and no nought", () => {
  assert.deepEqual(loadLine(LOAD, "wait_s").today, [3, null])
  assert.equal(pathOf([2, null, 4, 4], { width: 30, height: 10, top: 4 }), "M0 5h0.01M20 0h0.01L30 0")
  assert.equal(pathOf([null], { width: 30, height: 10, top: 4 }), "")
})

test("the scale ends at a number that is read at a glance, and what is above it stays in sight", () => {
  assert.equal(topOf([1, null, 3], 5), 5)
  assert.equal(topOf([17], 5), 20)
  assert.equal(topOf([100], 5), 100)
  assert.equal(topOf([201], 5), 500)
  assert.equal(lastOf([1, 2, null], 4), 0.5)
  assert.equal(lastOf([null], 4), null)
})
