import assert from "node:assert/strict"
import { test } from "node:test"
import { isEasy } from "./easy-reading.ts"
import { DRAWINGS } from "./pictograms.ts"

const nothing = { tapped: null, told: null, kept: null, voice: false }

test("who reads has easy language from the first step, who speaks once somebody chooses it", () => {
  assert.equal(isEasy(nothing), true)
  assert.equal(isEasy({ ...nothing, voice: true }), false)
  assert.equal(isEasy({ ...nothing, voice: true, kept: true }), true)
  assert.equal(isEasy({ ...nothing, voice: true, told: true }), true)
})

test("the last choice counts: what the desk sets wins over what the phone kept, a tap over both", () => {
  assert.equal(isEasy({ ...nothing, kept: false, told: true }), true)
  assert.equal(isEasy({ ...nothing, kept: true, told: true, tapped: false }), false)
})

test("every pictogram is drawn within its grid", () => {
  for (const [name, drawing] of Object.entries(DRAWINGS)) {
    const paths = [drawing.solid, drawing.limbs, drawing.line].filter((each) => each !== undefined)
    assert.ok(paths.length > 0, name)
    for (const path of paths) {
      for (const [, x, y] of path.matchAll(/[ML](-?[\d.]+)[ ,](-?[\d.]+)/g)) {
        assert.ok(Number(x) >= 0 && Number(x) <= 96 && Number(y) >= 0 && Number(y) <= 96, `${name}: ${path}`)
      }
    }
  }
})
