import assert from "node:assert/strict"
import { test } from "node:test"
import { distanceText, roundedDistanceText } from "./distance-text.ts"

test("a distance that is said aloud has no tenths", () => {
  assert.deepEqual([roundedDistanceText(344), roundedDistanceText(14_200)], ["340 m", "14 km"])
})

test("a distance in a list has tenths below ten kilometres", () => {
  assert.deepEqual(
    [4, 344, 994, 996, 1_449, 9_949, 9_951, 41_700].map((metres) => distanceText(metres, "es")),
    ["0 m", "340 m", "990 m", "1 km", "1,4 km", "9,9 km", "10 km", "42 km"],
  )
  assert.equal(distanceText(1_449, "en"), "1.4 km")
})
