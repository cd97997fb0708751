import assert from "node:assert/strict"
import { test } from "node:test"
import type { Position } from "../../protocol/generated.ts"
import { shouldReportPhoneFix } from "./position-filter.ts"

function fix(metresNorth: number, uncertainty_m: number, second: number): Position {
  const at = new Date(Date.UTC(2026, 2, 14, 2, 13, second)).toISOString()
  return { point: { lat: 42.5 + metresNorth / 111_195, lon: 1.52 }, source: "browser", uncertainty_m, at }
}

test("the first fix is reported, whatever it is worth", () => {
  assert.ok(shouldReportPhoneFix(null, fix(0, 5_000, 0)))
})

test("a phone that lies still and knows no more says nothing", () => {
  assert.equal(shouldReportPhoneFix(fix(0, 20, 0), fix(5, 19, 3)), false)
})

test("moving, knowing better, and half a minute are news", () => {
  assert.ok(shouldReportPhoneFix(fix(0, 20, 0), fix(30, 20, 3)))
  assert.ok(shouldReportPhoneFix(fix(0, 300, 0), fix(0, 20, 3)))
  assert.ok(shouldReportPhoneFix(fix(0, 20, 0), fix(0, 20, 30)))
})
