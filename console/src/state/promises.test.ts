import assert from "node:assert/strict"
import { test } from "node:test"
import * as promises from "./promises.ts"

test("doubt counts as danger: without a priority the strictest clock runs", () => {
  assert.deepEqual(promises.of(promises.FIRST_UNIT, null), promises.of(promises.FIRST_UNIT, 0))
})

test("advice promises no more than the mildest priority", () => {
  assert.deepEqual(promises.of(promises.OFFER, 4), promises.of(promises.OFFER, 3))
})

test("every promise is green before amber and amber before red", () => {
  for (const each of Object.values(promises).flatMap((value) => (typeof value === "function" ? [] : value))) {
    assert.ok(0 < each.amber_s && each.amber_s < each.red_s)
  }
})
