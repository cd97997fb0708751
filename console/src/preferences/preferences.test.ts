import assert from "node:assert/strict"
import { test } from "node:test"
import { leastVolume } from "../kit/sounds.ts"
import {
  changesSomething,
  inverse,
  merged,
  STANDARD,
  VOLUMES,
  volumeChange,
  volumeOf,
  withDefaults,
} from "./preferences.ts"

test("what was not stated is as it comes", () => {
  assert.deepEqual(withDefaults({}), STANDARD)
  assert.deepEqual(withDefaults({ type_size: 150 }), { ...STANDARD, type_size: 150 })
  for (const name of VOLUMES) assert.equal(volumeOf(STANDARD, name), 100)
})

test("a volume is changed alone, and no lower than the sound may be", () => {
  const quiet = merged(STANDARD, volumeChange("amber", 0))
  assert.equal(volumeOf(quiet, "amber"), 0)
  assert.equal(volumeOf(quiet, "offered"), 100)
  for (const name of ["crew_emergency", "nobody_has_it", "call_enters", "offered_p0", "no_answer"] as const)
    assert.deepEqual(volumeChange(name, 0), { volumes: { [name]: leastVolume(name) } })
  assert.equal(STANDARD.volumes.amber, undefined)
})

test("a choice that stands already changes nothing", () => {
  assert.equal(changesSomething(STANDARD, { palette: "standard" }), false)
  assert.equal(changesSomething(STANDARD, { palette: "protan" }), true)
})

test("of two windows each changes its volume, and what is taken back is that one alone", () => {
  const both = merged(merged(STANDARD, volumeChange("amber", 20)), volumeChange("tick", 30))
  assert.deepEqual([volumeOf(both, "amber"), volumeOf(both, "tick")], [20, 30])
  const change = { palette: "protan", ...volumeChange("tick", 60) } as const
  const undone = merged(merged(both, change), inverse(both, change))
  assert.deepEqual(
    [undone.palette, volumeOf(undone, "amber"), volumeOf(undone, "tick")],
    ["standard", 20, 30],
  )
  assert.equal(changesSomething(both, volumeChange("tick", 30)), false)
  assert.equal(changesSomething(both, volumeChange("tick", 40)), true)
})
