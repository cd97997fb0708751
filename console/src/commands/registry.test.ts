import assert from "node:assert/strict"
import { test } from "node:test"
import { altKey, type KeyStroke, singleKey } from "./keys.ts"
import { type ConsoleCommand, commandForKey, keyConflicts, permittedCommands } from "./registry.ts"

const command = (id: string, more: Partial<ConsoleCommand>): ConsoleCommand => ({
  id,
  label: "kit.close",
  run: () => undefined,
  ...more,
})
const answer = command("calls.answer", { key: altKey("A"), permission: "calls:call:answer" })
const repeat = command("card.repeat", { key: singleKey("KeyR"), region: 6 })
const press = (code: string, altKey = false): KeyStroke => ({
  code,
  altKey,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  getModifierState: () => false,
})
const at = (region: number | null, typing = false, layer = false) => ({ region, typing, layer })

test("an Alt key acts from anywhere, also while typing", () => {
  assert.equal(commandForKey([answer], press("KeyA", true), at(2, true)), answer)
})

test("a single key acts only while its region has focus and nobody types", () => {
  assert.equal(commandForKey([repeat], press("KeyR"), at(6)), repeat)
  assert.equal(commandForKey([repeat], press("KeyR"), at(4)), undefined)
  assert.equal(commandForKey([repeat], press("KeyR"), at(6, true)), undefined)
})

test("a single key of a part of a region acts with the hands in that part alone", () => {
  const add = command("part.add", { key: singleKey("KeyN"), region: 4, part: "parts" })
  assert.equal(commandForKey([add], press("KeyN"), { ...at(4), part: "parts" }), add)
  assert.equal(commandForKey([add], press("KeyN"), at(4)), undefined)
})

test("no key acts behind a layer", () => {
  assert.equal(commandForKey([answer], press("KeyA", true), at(null, false, true)), undefined)
  const rings = command("desk.answer", { key: altKey("A"), urgent: true })
  assert.equal(commandForKey([rings], press("KeyA", true), at(null, false, true)), rings)
})

test("what a person may not do is not there", () => {
  assert.deepEqual(permittedCommands([answer, repeat], new Set()), [repeat])
  assert.deepEqual(permittedCommands([answer], new Set(["calls:call:answer"])), [answer])
})

test("two commands on one key are found; single keys of two regions are not two on one key", () => {
  assert.equal(keyConflicts([answer, command("x", { key: altKey("A") })]).length, 1)
  assert.equal(keyConflicts([repeat, command("y", { key: singleKey("KeyR"), region: 4 })]).length, 0)
})
