import assert from "node:assert/strict"
import { test } from "node:test"
import type { Position } from "../protocol/generated.ts"
import { fixRadius, fixTime } from "./phone-fix.ts"

const fix = (more: Partial<Position>): Position => ({
  point: { lat: 42.5, lon: 1.5 },
  source: "aml",
  at: "2026-11-24T03:12:45Z",
  ...more,
})

test("a circle that nobody knows has no radius, not one of nought and none that we make up", () => {
  assert.equal(fixRadius(fix({ uncertainty_m: 35 })), 35)
  assert.equal(fixRadius(fix({ uncertainty_m: 0 })), null)
  assert.equal(fixRadius(fix({ uncertainty_m: null })), null)
  assert.equal(fixRadius(fix({})), null)
})

test("a fix is as old as its own clock says, but never younger than its receipt", () => {
  assert.equal(fixTime(fix({})), "2026-11-24T03:12:45Z")
  assert.equal(fixTime(fix({ received_at: "2026-11-24T03:13:00Z" })), "2026-11-24T03:12:45Z")
  const ahead = fix({ at: "2050-01-01T00:00:00Z", received_at: "2026-11-24T03:13:00Z" })
  assert.equal(fixTime(ahead), "2026-11-24T03:13:00Z")
})
