import assert from "node:assert/strict"
import { test } from "node:test"
import { boundedWords } from "./bounded-words.ts"

test("what fits is whole", () => {
  assert.deepEqual(boundedWords("Carrer Major, 3", 15), { shown: "Carrer Major, 3", rest: 0 })
})

test("what is longer ends between two words, and says how much more there is", () => {
  assert.deepEqual(boundedWords("Carrer Major, 3", 14), { shown: "Carrer Major,", rest: 2 })
})

test("a word that does not end is cut where the place ends", () => {
  assert.deepEqual(boundedWords("W".repeat(500), 20), { shown: "W".repeat(20), rest: 480 })
})

test("no letter is cut in two", () => {
  assert.deepEqual(boundedWords("🚒🚒🚒🚒", 2), { shown: "🚒🚒", rest: 2 })
})
