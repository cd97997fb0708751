import assert from "node:assert/strict"
import { test } from "node:test"
import { TypedEarly } from "./typed-early.ts"

const after = (...keys: string[]) => {
  const early = new TypedEarly()
  for (const key of keys) early.press(key, false)
  return early.take()
}

test("what is typed before the fields are there is a name, and after Tab a password", () => {
  assert.deepEqual(after(..."vera"), ["vera"])
  assert.deepEqual(after(..."vera", "Tab", ..."a-b ñ"), ["vera", "a-b ñ"])
  assert.deepEqual(after("v", "x", "Backspace", "e", "Shift", "F2", "Enter"), ["ve"])
})

test("a password is never a part of the name, and a third field is the browser’s", () => {
  const early = new TypedEarly()
  for (const key of ["a", "Tab", "s"]) assert.equal(early.press(key, false), true)
  assert.equal(early.press("Tab", false), false)
  assert.equal(early.press("k", true), false)
  assert.deepEqual(early.take(), ["a", "s"])
  assert.deepEqual(early.take(), [""])
})
