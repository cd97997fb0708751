import assert from "node:assert/strict"
import { test } from "node:test"
import { HEARD_DB, heardOf, quietSeconds, TRACE_LENGTH, tracePath, withLevel } from "./sound-trace.ts"

const LOUD = HEARD_DB + 20
const STILL = -90
const quiet = (s: number) => [LOUD, ...Array<number>(s * 10).fill(STILL)]

test("it holds the last twelve seconds and nothing older", () => {
  let trace: readonly number[] = []
  for (let n = 0; n < TRACE_LENGTH + 5; n += 1) trace = withLevel(trace, n)
  assert.equal(trace.length, TRACE_LENGTH)
  assert.deepEqual([trace[0], trace.at(-1)], [5, TRACE_LENGTH + 4])
})

test("silence is counted from the last that was heard", () => {
  assert.equal(quietSeconds([STILL, LOUD]), 0)
  assert.equal(quietSeconds(quiet(4)), 4)
  assert.equal(quietSeconds(Array<number>(50).fill(STILL)), 5)
})

test("words say who is heard, and a breath is no silence", () => {
  assert.equal(heardOf(quiet(2), quiet(2), false), "both")
  assert.equal(heardOf(quiet(3), quiet(0), false), "caller_silent")
  assert.equal(heardOf(quiet(0), quiet(9), false), "me_silent")
  assert.equal(heardOf(quiet(9), quiet(9), false), "both_silent")
  assert.equal(heardOf(quiet(9), null, true), "muted")
  assert.equal(heardOf(null, quiet(0), false), "no_sound")
})

test("a bar is as high as it was loud, the newest at the right end", () => {
  assert.equal(tracePath([0, -30, -90], 40), "M117.5 0.0v40.0M118.5 10.0v20.0M119.5 19.5v1.0")
})
