import assert from "node:assert/strict"
import { test } from "node:test"
import { aedsOf, type NearFacility } from "./aed.ts"

const near = (
  facility: Partial<NearFacility["facility"]>,
  by: NearFacility["by"] = "road",
): NearFacility => ({
  facility: { id: "node/1", name: "", ...facility },
  distance_m: 182,
  by,
})
const where = (facility: Partial<NearFacility["facility"]>) => aedsOf([near(facility)])[0]?.where

test("of a defibrillator is said where it hangs, as far as the data says", () => {
  assert.equal(
    where({ name: "Farmacia", street: "Plaza Mayor", number: "3", spot: "entrada" }),
    "Farmacia, Plaza Mayor 3, entrada",
  )
  assert.equal(where({ name: "DEA Mercat" }), "DEA Mercat")
  assert.equal(where({ municipality: "Riudalba" }), "Riudalba")
})

test("a straight line is never passed off as a way", () => {
  assert.deepEqual(
    (["road", "straight_line"] as const).map((by) => aedsOf([near({}, by)])[0]?.walked),
    [true, false],
  )
})
