import assert from "node:assert/strict"
import { test } from "node:test"
import type { KeyBinding, KeyStroke } from "../../commands/keys.ts"
import { deskCommands } from "./commands.ts"
import { countSlips, hasHeard, lessonSteps, meaningOf, pressed, pressOf } from "./lesson.ts"

const stroke = ({ code, alt = false, ctrl = false }: KeyBinding): KeyStroke => ({
  code,
  altKey: alt,
  ctrlKey: ctrl,
  metaKey: false,
  shiftKey: false,
  getModifierState: () => false,
})
const none: readonly never[] = []
/** The desk's own list, with nothing in hand. */
const desk = deskCommands({
  line: { state: "up", muted: false },
  location: { available: true },
  waiting: none,
  missing: none,
  unheld: none,
  offeredCards: none,
  alarms: none,
  unread: none,
  unanswered: none,
  otherCalls: none,
  reassess: none,
  openTasks: none,
  toTell: none,
  moments: { next: undefined, just: undefined },
  nearMarked: null,
} as never)
const STEPS = lessonSteps(desk)
const step = (id: string) => {
  const found = STEPS.find((each) => each.id === id)
  assert.ok(found, id)
  return found
}

test("every step has a key of the desk's own list, and only what ends a call is pressed twice", () => {
  assert.equal(STEPS.length, 13)
  for (const id of ["answer", "send", "card_said", "card_mark", "hang_up"])
    assert.ok(desk.find((command) => command.id === `desk.${id}`)?.key, id)
  assert.deepEqual(
    STEPS.filter((each) => each.twice).map(({ id }) => id),
    ["hang_up"],
  )
})

test("a key that the desk changes is that of the lesson", () => {
  const key = { code: "KeyN", alt: true }
  const changed = desk.map((command) => (command.id === "desk.send" ? { ...command, key } : command))
  assert.deepEqual(lessonSteps(changed).find(({ id }) => id === "help")?.key, key)
})

test("each step is done by its own key and by that of no other", () => {
  for (const each of STEPS) {
    assert.equal(pressed(each, stroke(each.key)), "done", each.id)
    assert.equal(pressed(each, stroke({ code: "F8" })), "other", each.id)
  }
  assert.equal(pressed(step("answer"), stroke({ code: "KeyA" })), "other", "the letter without Alt writes")
})

test("where words are typed, letters are text and a key of the desk is not", () => {
  const typing = step("address")
  for (const code of ["KeyM", "Digit1", "Space", "Backspace"])
    assert.equal(pressed(typing, stroke({ code })), "text", code)
  for (const key of [{ code: "F9" }, { code: "KeyX", alt: true }])
    assert.equal(pressed(typing, stroke(key)), "other", key.code)
})

test("keys that go about, that only hold others and that are the browser's are none; after the last there is nothing to press", () => {
  for (const code of ["Tab", "Escape", "F1", "F5", "AltLeft", "ArrowDown"])
    assert.equal(pressed(step("answer"), stroke({ code })), "none", code)
  assert.equal(pressed(step("answer"), stroke({ code: "Equal", ctrl: true })), "none", "type made larger")
  assert.equal(pressed(STEPS[STEPS.length], stroke({ code: "KeyA" })), "none")
})

test("what was heard is found in what was typed, without its accents and small words", () => {
  assert.ok(hasHeard("MOLINO 14", "Calle del Molino, 14"))
  assert.ok(hasHeard("carrer del moli", "carrer del Molí, 14"))
  assert.equal(hasHeard("del 14", "Calle del Molino, 14"), false)
  assert.equal(hasHeard("", "no respira"), false)
})

test("a key out of turn is called what it is at the desk", () => {
  assert.equal(meaningOf(desk, stroke({ code: "KeyX", alt: true }))?.id, "desk.hang_up")
  assert.equal(meaningOf(desk, stroke({ code: "KeyM" })), undefined, "a letter alone means its region's")
})

test("slips are counted by key, the most frequent first", () => {
  assert.deepEqual(countSlips(["F9", "Alt X", "F9"]), [
    { cap: "F9", count: 2 },
    { cap: "Alt X", count: 1 },
  ])
})

test("the hand is told how each key is pressed", () => {
  assert.deepEqual(
    STEPS.map(({ key }) => pressOf(key)),
    ["alt", "fn", "digit", "enter", "enter", "fn", "enter", "digit", "fn", "fn", "space", "letter", "alt"],
  )
})
