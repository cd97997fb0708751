import assert from "node:assert/strict"
import { test } from "node:test"
import type { CaseRow } from "../protocol/generated.ts"
import { casesNear, locationOf, type PlaceCandidate } from "./places.ts"

const found: PlaceCandidate = {
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
  origin: { name: "Callejero", data_at: "2026-03-01" },
  uncertainty_m: 5,
  same_name_elsewhere: [],
  warnings: [],
}
test("a candidate is matched, and only reading it back makes it agreed", () => {
  const location = locationOf(found)
  assert.deepEqual([location.degree, location.detail, location.warnings], ["matched", "3.º B", []])
})

test("the warnings of a candidate go with it until a person answers them", () => {
  const far = { code: "far_from_caller", facts: { distance_m: "14000" } }
  assert.deepEqual(locationOf({ ...found, warnings: [far] }).warnings, [far])
})

test("near cases come nearest first, the newest within a street, and never one that is over or without a place", () => {
  const here = { lat: 42, lon: 1 }
  const row = (id: string, lat: number | null, opened_at: string, state = "open") =>
    ({
      id,
      opened_at,
      state,
      location: lat === null ? null : { point: { lat, lon: 1 } },
    }) as unknown as CaseRow
  const found = casesNear(here, [
    row("far", 42.1, "1"),
    row("second", 42.005, "2"),
    row("older", 42.0001, "3"),
    row("newer", 42.0002, "4"),
    row("over", 42, "5", "closed"),
    row("nowhere", null, "6"),
  ])
  assert.deepEqual(
    found.map((each) => each.case.id),
    ["newer", "older", "second"],
  )
})

test("who practises alone is near the incidents of their own practice and near no other", () => {
  const row = (id: string, owner_person: string | null) =>
    ({
      id,
      owner_person,
      opened_at: id,
      state: "open",
      location: { point: { lat: 42, lon: 1 } },
    }) as unknown as CaseRow
  const rows = [row("mine", "anna"), row("other", "berta"), row("nobody", null)]
  const near = (alone: string | null) =>
    casesNear({ lat: 42, lon: 1 }, rows, alone).map((each) => each.case.id)
  assert.deepEqual(near("anna"), ["mine"])
  assert.deepEqual(near(null).toSorted(), ["mine", "nobody", "other"])
})
