import assert from "node:assert/strict"
import { test } from "node:test"
import type { AreaForm, FormZone } from "../../protocol/generated.ts"
import { clockChanges, namedChanges, zoneChanges } from "./area-change.ts"

const CLOCKS = {
  accept_soon_s: [1, 2, 3, 4],
  accept_due_s: [1, 2, 3, 4],
  no_unit_soon_s: [1, 2, 3, 4],
  no_unit_due_s: [1, 2, 3, 4],
}
const zone = (service: string, centres: string[], more: Partial<FormZone> = {}): FormZone =>
  ({ service, municipalities: ["*"], centres, ...more }) as FormZone
const area = (...zones: FormZone[]): AreaForm =>
  ({ zones, timezone: "Europe/Andorra", clocks: CLOCKS }) as unknown as AreaForm
const told = (before: AreaForm | null, after: AreaForm | null) =>
  zoneChanges(before, after, ["HEALTH", "FIRE"]).map(({ service, zones }) => [
    service,
    zones.map((one) => one.state),
  ])

test("a first plan is new, zone by zone, in the order of the catalogue", () => {
  assert.deepEqual(told(null, area(zone("FIRE", ["bom-1"]), zone("HEALTH", ["san-1"]))), [
    ["HEALTH", ["new"]],
    ["FIRE", ["new"]],
  ])
})

test("another order or other hours of the same places change a zone; other places are another zone", () => {
  const before = area(zone("FIRE", ["bom-1", "bom-2"]), zone("HEALTH", ["san-1"]))
  assert.deepEqual(told(before, area(zone("FIRE", ["bom-2", "bom-1"]), zone("HEALTH", ["san-1"]))), [
    ["HEALTH", ["same"]],
    ["FIRE", ["changed"]],
  ])
  assert.deepEqual(
    told(before, area(zone("FIRE", ["bom-1", "bom-2"], { hours: "08:00-20:00" }), zone("HEALTH", ["san-1"]))),
    [
      ["HEALTH", ["same"]],
      ["FIRE", ["changed"]],
    ],
  )
  const split = area(
    zone("FIRE", ["bom-1"], { municipalities: ["Ordino"] as string[] }),
    zone("HEALTH", ["san-1"]),
  )
  assert.deepEqual(told(before, split), [
    ["HEALTH", ["same"]],
    ["FIRE", ["new", "gone"]],
  ])
})

test("a zone by day and one by night of the same places each have their own partner", () => {
  const day = zone("FIRE", ["bom-1"], { hours: "08:00-20:00" })
  const night = zone("FIRE", ["bom-2"], { hours: "20:00-08:00" })
  const [fire] = zoneChanges(area(day, night), area(night, { ...day, centres: ["bom-3"] } as FormZone), [
    "FIRE",
  ])
  assert.deepEqual(
    fire?.zones.map((one) => [one.state, one.before?.hours]),
    [
      ["same", "20:00-08:00"],
      ["changed", "08:00-20:00"],
    ],
  )
})

test("contacts are told by name and clocks as they were and will be", () => {
  const name = (one: { name: string }) => one.name
  assert.deepEqual(
    namedChanges(
      [
        { name: "a", number: "1" },
        { name: "b", number: "2" },
      ],
      [
        { name: "a", number: "9" },
        { name: "c", number: "3" },
      ],
      name,
    ).map((one) => [one.name, one.state]),
    [
      ["a", "changed"],
      ["c", "new"],
      ["b", "gone"],
    ],
  )
  const later = { ...area(), clocks: { ...CLOCKS, accept_due_s: [9, 2, 3, 4] } } as unknown as AreaForm
  assert.deepEqual(
    clockChanges(area(), later)
      .filter((one) => one.changed)
      .map((one) => one.name),
    ["accept_due_s"],
  )
  assert.ok(clockChanges(null, later).every((one) => one.changed && one.before === null))
})
