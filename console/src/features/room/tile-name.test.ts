import assert from "node:assert/strict"
import { test } from "node:test"
import { tileName } from "./tile-name.ts"

test("a short name is whole, and of a long one the first word and as many initials as there is room", () => {
  assert.equal(tileName("Noa Vidal"), "Noa Vidal")
  assert.equal(tileName("Pau Serra i Puigdomènech"), "Pau S. P.")
  assert.equal(tileName("Maria Antònia Fernández de Castro"), "Maria A.")
  assert.equal(tileName("Montserrat Vila"), "Montserrat")
  assert.equal(tileName("Maximiliano Roca"), "Maximilia.")
  assert.equal(tileName(""), "")
})
