import assert from "node:assert/strict"
import { test } from "node:test"
import type { AreaForm, FieldFault } from "../../protocol/generated.ts"
import {
  addMunicipality,
  addZone,
  changeClock,
  changeNeighbours,
  clocksOf,
  languageCodes,
  moveInOrder,
  otherFaults,
  shownFields,
  toggleMunicipality,
  townAt,
  zonesByService,
} from "./area-form.ts"

const SPANS = [10, 20, 60, 120]
const AREA = {
  zones: [
    { service: "FIRE", municipalities: ["*"], centres: ["bom-1", "bom-2"] },
    { service: "HEALTH", municipalities: ["*"], centres: ["san-1"] },
  ],
  clocks: { accept_soon_s: SPANS, accept_due_s: SPANS, no_unit_soon_s: SPANS, no_unit_due_s: SPANS },
  timezone: "Europe/Andorra",
} as unknown as AreaForm

test("zones stand by service in the order of the catalogue, and keep their number in the plan", () => {
  const found = zonesByService(AREA, ["HEALTH", "FIRE", "POLICE"])
  assert.deepEqual(
    found.map(({ service, zones }) => [service, zones.map(({ nth }) => nth)]),
    [
      ["HEALTH", [1]],
      ["FIRE", [0]],
    ],
  )
})

test("a new zone begins with the centres of its service and no town; the first of a service is everywhere", () => {
  assert.deepEqual(addZone(AREA, "FIRE", []).zones[2], {
    service: "FIRE",
    municipalities: [],
    centres: ["bom-1", "bom-2"],
  })
  assert.deepEqual(addZone(AREA, "POLICE", ["pol-1"]).zones[2], {
    service: "POLICE",
    municipalities: ["*"],
    centres: ["pol-1"],
  })
})

test("a town is added once, and taken off again", () => {
  const one = addMunicipality(AREA, 0, " Ordino ")
  assert.deepEqual(one.zones[0]?.municipalities, ["*", "Ordino"])
  assert.equal(addMunicipality(one, 0, "Ordino"), one)
  assert.equal(addMunicipality(one, 0, "  "), one)
  assert.deepEqual(toggleMunicipality(one, 0, "Ordino").zones[0]?.municipalities, ["*"])
})

test("a centre moves up and down and no further than the ends", () => {
  assert.deepEqual(moveInOrder(["a", "b", "c"], "c", -1), ["a", "c", "b"])
  assert.deepEqual(moveInOrder(["a", "b", "c"], "a", -1), ["a", "b", "c"])
  assert.deepEqual(moveInOrder(["a", "b", "c"], "c", 1), ["a", "b", "c"])
})

test("a centre that asks nobody any more has no line among the neighbours", () => {
  const one = changeNeighbours(AREA, "bom-1", ["bom-2"])
  assert.deepEqual(one.neighbours, [{ of: "bom-1", centres: ["bom-2"] }])
  assert.deepEqual(changeNeighbours(one, "bom-1", []).neighbours, [])
})

test("seconds are seconds, languages codes", () => {
  const changed = changeClock(AREA, "accept_due_s", 1, "45")
  assert.deepEqual(changed && clocksOf(changed).accept_due_s, [10, 45, 60, 120])
  for (const typed of ["", "x", "0", "-3", "1e9"])
    assert.equal(changeClock(AREA, "accept_due_s", 1, typed), null)
  assert.deepEqual(languageCodes("AR, ber  ar"), ["ar", "ber"])
})

test("what no field shows stands at the head", () => {
  const faults = ["zones/0", "zones/7", "", "service/FIRE"].map((field) => ({ field }) as FieldFault)
  const shown = shownFields(AREA, ["FIRE", "HEALTH"])
  assert.deepEqual(
    otherFaults(faults, shown).map((each) => each.field),
    ["zones/7", ""],
  )
})

test("a point of the map is in the town whose outline holds it", () => {
  const square = (name: string, lat: number) => ({
    name,
    point: { lat, lon: 1 },
    ring: [
      { lat, lon: 1 },
      { lat, lon: 2 },
      { lat: lat + 1, lon: 2 },
      { lat: lat + 1, lon: 1 },
    ],
  })
  const towns = [
    square("Ordino", 42),
    square("Encamp", 43),
    { name: "Canillo", point: { lat: 1, lon: 1 }, ring: [] },
  ]
  assert.equal(townAt(towns, { lat: 42.5, lon: 1.5 }), "Ordino")
  assert.equal(townAt(towns, { lat: 43.5, lon: 1.1 }), "Encamp")
  assert.equal(townAt(towns, { lat: 42.5, lon: 2.5 }), null)
})
