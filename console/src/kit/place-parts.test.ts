import assert from "node:assert/strict"
import { test } from "node:test"
import { placeParts } from "./place-parts.ts"

test("a place names its municipality once", () => {
  assert.deepEqual(placeParts({ words: "Carrer dels Teixidors, 8 · Riudalba", municipality: "Riudalba" }), [
    "Carrer dels Teixidors, 8 · Riudalba",
  ])
  assert.deepEqual(placeParts({ words: "Calle Mayor, 5", municipality: "Riudalba" }), [
    "Calle Mayor, 5",
    "Riudalba",
  ])
  assert.deepEqual(placeParts({ words: "42.50750, 1.52200", municipality: null }), ["42.50750, 1.52200"])
})
