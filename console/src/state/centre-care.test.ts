import assert from "node:assert/strict"
import { test } from "node:test"
import { doneByCentre, isDoneByCentre, isKeptByCentre } from "./centre-care.ts"

const by_centre = ["med_reg", "poison"]

test("a task that asks only for what the centre does itself is kept by its acceptance", () => {
  const doctor = { capabilities: ["med_reg"], by_centre, state: "accepted" } as const
  assert.equal(isKeptByCentre({ ...doctor, capabilities: [...doctor.capabilities] }), true)
  assert.equal(isKeptByCentre({ capabilities: ["med_reg"], by_centre, state: "offered" }), false)
  assert.equal(isDoneByCentre({ capabilities: ["med_reg"], by_centre: [] }), false, "of an older version")
  assert.equal(isDoneByCentre({ capabilities: [], by_centre }), false, "nothing is known of what it asks")
})

test("beside an ambulance the doctor on line is done by the centre, and the ambulance is missing", () => {
  const both = { capabilities: ["als", "med_reg"], by_centre }
  assert.deepEqual(doneByCentre(both), ["med_reg"])
  assert.equal(isKeptByCentre({ ...both, state: "accepted" }), false)
})
