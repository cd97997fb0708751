import assert from "node:assert/strict"
import { test } from "node:test"
import { shownPriority } from "./priority.ts"

test("a task or a watch shows what its case shows, and its own only where the case is not there", () => {
  const proved = { priority: 2, provisional: false }
  assert.deepEqual(shownPriority(proved, 0), proved)
  assert.deepEqual(shownPriority({ priority: 0, provisional: true }, 3), { priority: 0, provisional: true })
  assert.deepEqual(shownPriority(undefined, 1), { priority: 1, provisional: false })
  assert.deepEqual(shownPriority(undefined), { priority: null, provisional: false })
})
