import assert from "node:assert/strict"
import { test } from "node:test"
import type { VehicleRow } from "../protocol/generated.ts"
import { isUnusual, vehicleHazards } from "./vehicle-hazards.ts"

const stores = (...propulsion: NonNullable<VehicleRow["propulsion"]>): VehicleRow =>
  ({ id: propulsion.join(), rang_at: "2026-12-02T09:00:00Z", vehicle: "m1", propulsion }) as VehicleRow

test("what crews do not expect stands before petrol and diesel, each once", () => {
  assert.deepEqual(vehicleHazards([stores("petrol", "electric"), stores("diesel", "electric", "hydrogen")]), [
    { propulsion: "electric", unusual: true },
    { propulsion: "hydrogen", unusual: true },
    { propulsion: "petrol", unusual: false },
    { propulsion: "diesel", unusual: false },
  ])
})

test("a vehicle that does not say what it stores names no danger", () => {
  assert.deepEqual(vehicleHazards([{ ...stores(), propulsion: null }, stores()]), [])
})

test("what is no petrol and no diesel is said in bold", () => {
  assert.deepEqual((["petrol", "diesel", "electric", "hydrogen"] as const).map(isUnusual), [
    false,
    false,
    true,
    true,
  ])
})
