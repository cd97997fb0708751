import assert from "node:assert/strict"
import { test } from "node:test"
import { untilNextDay_ms } from "./content-day.ts"

test("the content of another day is brought ten seconds after midnight", () => {
  assert.equal(untilNextDay_ms(new Date(2026, 11, 1, 23, 59, 30)), 40_000)
  assert.equal(untilNextDay_ms(new Date(2026, 11, 2, 0, 0, 0)), 24 * 3_600_000 + 10_000)
})
