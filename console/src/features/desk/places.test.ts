import assert from "node:assert/strict"
import { test } from "node:test"
import type { Position } from "../../protocol/generated.ts"
import { distance_m, type Found, locationOf, spoken } from "./places.ts"

const found: Found = {
  id: "1",
  kind: "address",
  quality: "exact",
  point: { lat: 42.5075, lon: 1.522 },
  name: "Carrer de la Grau",
  label: "Carrer de la Grau, 12 · Andorra la Vella",
  detail: "3.º B",
  municipality: "Andorra la Vella",
  locality: "",
  distance_m: null,
  uncertainty_m: 5,
  same_name_elsewhere: [],
}
const phone = (lat: number): Position => ({
  point: { lat, lon: 1.522 },
  source: "browser",
  uncertainty_m: 300,
  at: "2026-03-14T02:12:00Z",
})

test("a candidate is matched, and only reading it back makes it agreed", () => {
  const location = locationOf(found, null)
  assert.deepEqual([location.degree, location.detail, location.warnings], ["matched", "3.º B", []])
})

test("a place far beyond the phone's circle carries its warning with it", () => {
  assert.deepEqual(locationOf(found, phone(42.509)).warnings, [])
  assert.equal(locationOf(found, phone(42.63)).warnings?.[0]?.code, "far_from_caller")
})

test("a street name of two towns carries its warning with it", () => {
  const twice = locationOf({ ...found, same_name_elsewhere: ["Encamp", "Ordino"] }, null)
  assert.deepEqual(twice.warnings?.[0], { code: "same_name_elsewhere", facts: { names: "Encamp, Ordino" } })
})

test("distances are right and said as people say them", () => {
  assert.ok(Math.abs(distance_m({ lat: 42, lon: 1 }, { lat: 43, lon: 1 }) - 111_195) < 10)
  assert.deepEqual([spoken(344), spoken(14_200)], ["340 m", "14 km"])
})
