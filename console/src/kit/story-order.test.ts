import assert from "node:assert/strict"
import { test } from "node:test"
import { newestFirst } from "./story-order.ts"

test("a call that leaves one incident for another reads as joined, not as parted", () => {
  const at = "2026-11-30T12:00:05Z"
  const facts = [
    { id: "answered", at: "2026-11-30T12:00:00Z" },
    { id: "left", at },
    { id: "joined", at },
    { id: "before", at: "2026-11-30T11:59:00Z" },
  ]
  assert.deepEqual(
    newestFirst(facts).map(({ id }) => id),
    ["joined", "left", "answered", "before"],
  )
})
