import assert from "node:assert/strict"
import { test } from "node:test"
import type { KnownFix, LocationFailure, LocationRequest } from "../../protocol/generated.ts"
import { isPending, shownFailures } from "./location-request.ts"

const SLOW: LocationFailure = { server: "lis.example", code: "outward_too_slow", reason: null }
const REFUSED: LocationFailure = { server: "lis.example", code: "location_server_refused", reason: "timeout" }
const at = (second: number) => `2026-12-02T10:00:${String(second).padStart(2, "0")}Z`
const fix = (source: "held" | "aml", second: number): KnownFix => ({
  position: { point: { lat: 41.6, lon: 0.6 }, source, at: at(second), received_at: at(second) },
  shown: null,
})
const call = (
  location_request: LocationRequest | null,
  location_failures: LocationFailure[] = [],
  known_fixes: KnownFix[] = [],
) => ({ location_request, location_failures, known_fixes })
const ended = (failure: LocationFailure | null): LocationRequest => ({
  asked_at: at(1),
  ended_at: at(9),
  failure,
})

test("a request waits until it has ended", () => {
  assert.equal(isPending(undefined), false)
  assert.equal(isPending(call(null)), false)
  assert.equal(isPending(call({ asked_at: at(1) })), true)
  assert.equal(isPending(call(ended(null))), false)
})

test("what was not obtained is said until a location server gives a position, and no other position silences it", () => {
  assert.deepEqual(shownFailures(undefined), [])
  assert.deepEqual(shownFailures(call(null, [SLOW])), [SLOW])
  assert.deepEqual(shownFailures(call(null, [SLOW], [fix("aml", 5)])), [SLOW])
  assert.deepEqual(shownFailures(call(null, [SLOW], [fix("held", 5)])), [])
})

test("why a press of the desk brought nothing is said last and once, and not after a later position", () => {
  assert.deepEqual(shownFailures(call(ended(REFUSED), [SLOW, REFUSED])), [SLOW, REFUSED])
  assert.deepEqual(shownFailures(call(ended(REFUSED), [REFUSED, SLOW])), [SLOW, REFUSED])
  assert.deepEqual(shownFailures(call(ended(REFUSED), [REFUSED], [fix("held", 5)])), [REFUSED])
  assert.deepEqual(shownFailures(call(ended(REFUSED), [REFUSED], [fix("held", 12)])), [])
  assert.deepEqual(shownFailures(call(ended(null), [SLOW], [fix("held", 9)])), [])
})
