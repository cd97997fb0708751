import assert from "node:assert/strict"
import { test } from "node:test"
import { alt, type KeyPress, single } from "./keys.ts"
import { allowed, type Command, clashes, meant } from "./registry.ts"

const command = (id: string, more: Partial<Command>): Command => ({
  id,
  label: "kit.close",
  run: () => undefined,
  ...more,
})
const answer = command("calls.answer", { key: alt("A"), permission: "calls:call:answer" })
const repeat = command("card.repeat", { key: single("KeyR"), region: 6 })
const press = (code: string, altKey = false): KeyPress => ({
  code,
  altKey,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  getModifierState: () => false,
})
const at = (region: number | null, typing = false, layer = false) => ({ region, typing, layer })

test("an Alt key acts from anywhere, also while typing", () => {
  assert.equal(meant([answer], press("KeyA", true), at(2, true)), answer)
})

test("a single key acts only while its region has focus and nobody types", () => {
  assert.equal(meant([repeat], press("KeyR"), at(6)), repeat)
  assert.equal(meant([repeat], press("KeyR"), at(4)), undefined)
  assert.equal(meant([repeat], press("KeyR"), at(6, true)), undefined)
})

test("no key acts behind a layer", () => {
  assert.equal(meant([answer], press("KeyA", true), at(null, false, true)), undefined)
})

test("what a person may not do is not there", () => {
  assert.deepEqual(allowed([answer, repeat], new Set()), [repeat])
  assert.deepEqual(allowed([answer], new Set(["calls:call:answer"])), [answer])
})

test("two commands on one key are found; single keys of two regions are not two on one key", () => {
  assert.equal(clashes([answer, command("x", { key: alt("A") })]).length, 1)
  assert.equal(clashes([repeat, command("y", { key: single("KeyR"), region: 4 })]).length, 0)
})
