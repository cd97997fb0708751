import assert from "node:assert/strict"
import { test } from "node:test"
import { leastVolume } from "../kit/sounds.ts"
import { STANDARD, VOLUMES, volumeOf, whole, withVolume } from "./preferences.ts"

test("what was not stated is as it comes", () => {
  assert.deepEqual(whole({}), STANDARD)
  assert.deepEqual(whole({ type_size: 150 }), { ...STANDARD, type_size: 150 })
  for (const name of VOLUMES) assert.equal(volumeOf(STANDARD, name), 100)
})

test("a volume is changed alone, and no lower than the sound may be", () => {
  const quiet = withVolume(STANDARD, "amber", 0)
  assert.equal(volumeOf(quiet, "amber"), 0)
  assert.equal(volumeOf(quiet, "offered"), 100)
  assert.equal(
    volumeOf(withVolume(STANDARD, "crew_emergency", 0), "crew_emergency"),
    leastVolume("crew_emergency"),
  )
  assert.equal(STANDARD.volumes.amber, undefined)
})
