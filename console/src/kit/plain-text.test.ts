import assert from "node:assert/strict"
import { test } from "node:test"
import { hasEachWord, plainText } from "./plain-text.ts"

test("accents, capitals and the dot of Catalan are not asked for", () => {
  assert.equal(plainText("María"), "maria")
  assert.equal(plainText("Col·legi"), "collegi")
})

test("a text is found by each of its words in any order, and by nothing typed", () => {
  assert.ok(hasEachWord("Gas, averías", "averias gas"))
  assert.ok(hasEachWord("Gas, averías", " "))
  assert.ok(!hasEachWord("Gas, averías", "gas costas"))
  assert.ok(hasEachWord("B-12 · Disponible", "b-12 disp"))
})
