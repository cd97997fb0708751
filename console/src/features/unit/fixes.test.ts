import assert from "node:assert/strict"
import { test } from "node:test"
import { type Fix, metresBetween, STANDING_MS, worthReporting } from "./fixes.ts"

const fix = (at_ms: number, lat = 41.5, accuracy_m = 8): Fix => ({
  point: { lat, lon: 1.5 },
  at_ms,
  accuracy_m,
})
const HUNDRED_M = 0.0009

test("the first fix is reported, and one that names a district is not", () => {
  assert.ok(worthReporting(null, fix(0)))
  assert.ok(!worthReporting(null, fix(0, 41.5, 5_000)))
})

test("a moving vehicle reports every few seconds, not every fix", () => {
  assert.ok(!worthReporting(fix(0), fix(1_000, 41.5 + HUNDRED_M)))
  assert.ok(worthReporting(fix(0), fix(5_000, 41.5 + HUNDRED_M)))
})

test("a standing vehicle says that it is still there before its position grows old", () => {
  assert.ok(!worthReporting(fix(0), fix(10_000)))
  assert.ok(worthReporting(fix(0), fix(STANDING_MS)))
  assert.ok(STANDING_MS * 2 < 60_000)
})

test("distance is right enough for a street", () => {
  const metres = metresBetween({ lat: 41.5, lon: 1.5 }, { lat: 41.5, lon: 1.501 })
  assert.ok(Math.abs(metres - 83.4) < 0.5)
})
