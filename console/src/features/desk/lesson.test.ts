import assert from "node:assert/strict"
import { test } from "node:test"
import type { KeyBinding, KeyStroke } from "../../commands/keys.ts"
import { LESSON, pressed } from "./lesson.ts"

const stroke = ({ code, alt = false, ctrl = false }: KeyBinding): KeyStroke => ({
  code,
  altKey: alt,
  ctrlKey: ctrl,
  metaKey: false,
  shiftKey: false,
  getModifierState: () => false,
})

test("each step is done by its own key and by that of no other", () => {
  for (const [n, { key }] of LESSON.entries()) {
    assert.equal(pressed(n, stroke(key)), "done")
    assert.equal(pressed(n, stroke({ code: "KeyÑ" })), "other")
  }
  assert.equal(pressed(0, stroke({ code: "KeyA" })), "other", "the letter without Alt writes")
})

test("keys that go about, and those that only hold others, are none of it; after the last there is nothing to press", () => {
  for (const code of ["Tab", "Escape", "F1", "AltLeft"]) assert.equal(pressed(0, stroke({ code })), "none")
  assert.equal(pressed(LESSON.length, stroke({ code: "KeyA" })), "none")
})
