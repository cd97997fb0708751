import assert from "node:assert/strict"
import { test } from "node:test"
import { at, before, blocks, broken } from "./known.ts"

const places = [
  { value: "Molina 14", since: 2, until: 5 },
  { value: "Molino 14", since: 5, until: null },
]

test("at each fact stands what was known then, and nothing that came later", () => {
  assert.deepEqual(at(places, 1), [])
  assert.deepEqual(at(places, 4), [places[0]])
  assert.deepEqual(at(places, 5), [places[1]])
})

test("what was replaced stays readable from the moment it was replaced", () => {
  const key = () => "place"
  assert.equal(before(places, 4, key).size, 0)
  assert.equal(before(places, 5, key).get("place")?.value, "Molina 14")
})

test("a digest is read in sixteen blocks of four", () => {
  assert.equal(blocks("ab".repeat(32)).length, 16)
  assert.equal(blocks("893f09b9")[0], "893F")
})

test("a proof ticks only what holds: a finding takes the tick from what it speaks against", () => {
  assert.deepEqual([...broken([])], [])
  assert.deepEqual([...broken(["event_not_in_log 0192"])], ["inclusion"])
  assert.deepEqual([...broken(["entry_changed events.json", "head_signature"])], ["digest", "head"])
  assert.equal(broken(["something_new"]).size, 4, "what we cannot place is against all of it")
})
