import assert from "node:assert/strict"
import { test } from "node:test"
import { STANDING_MS, shouldReportUnitFix, type UnitFix } from "./position-filter.ts"

const fix = (at_ms: number, lat = 41.5, accuracy_m = 8): UnitFix => ({
  point: { lat, lon: 1.5 },
  at_ms,
  accuracy_m,
})
const HUNDRED_M = 0.0009

test("the first fix is reported, and one that names a district is not", () => {
  assert.ok(shouldReportUnitFix(null, fix(0)))
  assert.ok(!shouldReportUnitFix(null, fix(0, 41.5, 5_000)))
})

test("a moving vehicle reports every few seconds, not every fix", () => {
  assert.ok(!shouldReportUnitFix(fix(0), fix(1_000, 41.5 + HUNDRED_M)))
  assert.ok(shouldReportUnitFix(fix(0), fix(5_000, 41.5 + HUNDRED_M)))
})

test("a standing vehicle says that it is still there before its position grows old", () => {
  assert.ok(!shouldReportUnitFix(fix(0), fix(10_000)))
  assert.ok(shouldReportUnitFix(fix(0), fix(STANDING_MS)))
  assert.ok(STANDING_MS * 2 < 60_000)
})
