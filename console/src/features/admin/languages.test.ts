import assert from "node:assert/strict"
import { test } from "node:test"
import { preferredFirst, withLanguage, withoutLanguage } from "./languages.ts"

test("a language is added once and last, taken off, and put first", () => {
  assert.deepEqual(withLanguage(["es"], "ca"), ["es", "ca"])
  assert.deepEqual(withLanguage(["es"], "es"), ["es"])
  assert.deepEqual(withLanguage(["es"], ""), ["es"])
  assert.deepEqual(withoutLanguage(["es", "ca"], "es"), ["ca"])
  assert.deepEqual(preferredFirst(["es", "ca", "en"], "en"), ["en", "es", "ca"])
})
