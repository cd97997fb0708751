import assert from "node:assert/strict"
import { test } from "node:test"
import { brokenParts, digestBlocks, supersededAt, validAt } from "./as-of.ts"

const places = [
  { value: "Molina 14", since: 2, until: 5 },
  { value: "Molino 14", since: 5, until: null },
]

test("at each fact stands what was known then, and nothing that came later", () => {
  assert.deepEqual(validAt(places, 1), [])
  assert.deepEqual(validAt(places, 4), [places[0]])
  assert.deepEqual(validAt(places, 5), [places[1]])
})

test("what was replaced stays readable from the moment it was replaced", () => {
  const key = () => "place"
  assert.equal(supersededAt(places, 4, key).size, 0)
  assert.equal(supersededAt(places, 5, key).get("place")?.value, "Molina 14")
})

test("a digest is read in sixteen blocks of four", () => {
  assert.equal(digestBlocks("ab".repeat(32)).length, 16)
  assert.equal(digestBlocks("893f09b9")[0], "893F")
})

test("a proof ticks only what holds: a finding takes the tick from what it speaks against", () => {
  assert.deepEqual([...brokenParts([])], [])
  assert.deepEqual([...brokenParts(["event_not_in_log 0192"])], ["inclusion"])
  assert.deepEqual([...brokenParts(["entry_changed events.json", "head_signature"])], ["digest", "head"])
  assert.equal(brokenParts(["something_new"]).size, 4, "what we cannot place is against all of it")
})
