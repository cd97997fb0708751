import assert from "node:assert/strict"
import { test } from "node:test"
import type { SceneRow } from "../protocol/generated.ts"
import { announcedTo, countedCasualties, unplacedCasualties } from "./distribution-counts.ts"

const scene = {
  sweeps: [
    { colours: { red: { least: 4, most: 6 }, green: { least: 20, most: null } } },
    { colours: { yellow: { least: 3, most: 3 } } },
  ],
  hospitals: {
    a: { hospital: "a", share: { red: 2 } },
    b: { hospital: "b", share: { red: 1, yellow: 5, black: 1 } },
  },
} as unknown as SceneRow

test("each colour is of the newest sweep that counted it, and a span by its larger end", () => {
  assert.deepEqual(countedCasualties(scene), { red: 6, yellow: 3, green: 20 })
})

test("whom hospitals were told of is left to nobody else, and more than were counted is not less than none", () => {
  assert.deepEqual(announcedTo(scene), { red: 3, yellow: 5, green: 0 })
  assert.deepEqual(announcedTo(scene, "a"), { red: 2, yellow: 0, green: 0 })
  assert.deepEqual(unplacedCasualties(scene), { red: 3, yellow: 0, green: 20 })
})
