import assert from "node:assert/strict"
import { test } from "node:test"
import { LateFirst, SEEN_MS } from "./late-first.ts"

test("a line that came after the look is not taken by the Enter that was meant for the one before", () => {
  const first = new LateFirst()
  first.see("pared", "command:a", 0)
  first.see("pared", "place:b", 1000)
  assert.ok(first.isLate(1000 + SEEN_MS - 1))
  assert.ok(!first.isLate(1000 + SEEN_MS))
})

test("what comes by typing, or where nothing was to be taken, is taken at once", () => {
  const first = new LateFirst()
  first.see("a", "command:a", 0)
  first.see("al", "command:b", 10)
  assert.ok(!first.isLate(11), "another letter")
  first.see("4801", undefined, 20)
  first.see("4801", "case:1", 30)
  assert.ok(!first.isLate(31), "there was no line")
})
