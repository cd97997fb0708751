import assert from "node:assert/strict"
import { test } from "node:test"
import { isUnread } from "./content.ts"

test("a translation is unread until a reviewer has read it in this very version; the original never is", () => {
  const read = { fr: ["a"] }
  assert.equal(isUnread(read, "a", "fr"), false)
  assert.equal(isUnread(read, "b", "fr"), true)
  assert.equal(isUnread(read, "a", "ca"), true)
  assert.equal(isUnread(undefined, "a", "en"), true)
  assert.equal(isUnread(undefined, "a", "es"), false)
})
