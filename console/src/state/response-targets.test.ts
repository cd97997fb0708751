import assert from "node:assert/strict"
import { test } from "node:test"
import * as targets from "./response-targets.ts"

test("doubt counts as danger: without a priority the strictest clock runs", () => {
  assert.deepEqual(
    targets.targetFor(targets.FIRST_UNIT_TARGETS, null),
    targets.targetFor(targets.FIRST_UNIT_TARGETS, 0),
  )
})

test("advice promises no more than the mildest priority", () => {
  assert.deepEqual(targets.targetFor(targets.OFFER_TARGETS, 4), targets.targetFor(targets.OFFER_TARGETS, 3))
})

test("every promise is green before amber and amber before red", () => {
  for (const each of Object.values(targets).flatMap((value) => (typeof value === "function" ? [] : value))) {
    assert.ok(0 < each.amber_s && each.amber_s < each.red_s)
  }
})
