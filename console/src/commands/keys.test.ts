import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import {
  ALT_LETTERS,
  altKey,
  ariaKeyShortcut,
  functionKey,
  isPageKey,
  isSingle,
  type KeyStroke,
  keyCapText,
  matchesKey,
  singleKey,
} from "./keys.ts"

function press(code: string, held: Partial<KeyStroke> & { altGraph?: boolean } = {}): KeyStroke {
  return {
    code,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    getModifierState: (key) => key === "AltGraph" && (held.altGraph ?? false),
    ...held,
  }
}

test("left Alt and the letter is the key; AltGr, Ctrl and bare letters are not", () => {
  assert.ok(matchesKey(press("KeyA", { altKey: true }), altKey("A")))
  assert.ok(!matchesKey(press("KeyA"), altKey("A")))
  assert.ok(!matchesKey(press("KeyA", { altKey: true, ctrlKey: true }), altKey("A")))
  assert.ok(!matchesKey(press("KeyA", { altKey: true, altGraph: true }), altKey("A")))
})

test("a digit is the same on the row and on the keypad", () => {
  assert.ok(matchesKey(press("Digit1"), singleKey("Digit1")))
  assert.ok(matchesKey(press("Numpad1"), singleKey("Digit1")))
  assert.ok(!matchesKey(press("Numpad2"), singleKey("Digit1")))
})

test("function keys act bare, and only single characters need their region", () => {
  assert.ok(matchesKey(press("F9"), functionKey(9)))
  assert.deepEqual(
    [isSingle(functionKey(9)), isSingle(altKey("A")), isSingle(singleKey("KeyR"))],
    [false, false, true],
  )
})

test("a key of the whole page is told from single ones, from letters and from the browser's", () => {
  const ours = [
    press("F2"),
    press("F9"),
    press("KeyA", { altKey: true }),
    press("Comma", { altKey: true }),
    press("KeyK", { ctrlKey: true }),
    press("KeyI", { ctrlKey: true }),
  ]
  const others = [
    press("Space"),
    press("Digit1"),
    press("F5"),
    press("F11"),
    press("KeyC", { ctrlKey: true }),
    press("KeyE", { altKey: true }),
    press("KeyA", { altKey: true, ctrlKey: true }),
    press("KeyA", { altKey: true, altGraph: true }),
  ]
  assert.deepEqual(
    ours.map(isPageKey),
    ours.map(() => true),
  )
  assert.deepEqual(
    others.map(isPageKey),
    others.map(() => false),
  )
})

test("no key of ours is one that the browser keeps", () => {
  for (const letter of ["D", "E", "F"]) assert.ok(!(ALT_LETTERS as readonly string[]).includes(letter))
})

test("every Alt letter has its one meaning in the catalogue", () => {
  const words = JSON.parse(readFileSync(new URL("../../../locale/es.json", import.meta.url), "utf8"))
  for (const letter of ALT_LETTERS) assert.ok(words[`keys.alt.${letter.toLowerCase()}`], letter)
})

test("caps are drawn as a person reads them, and told to assistive technology as it expects", () => {
  assert.equal(keyCapText(altKey("A"), String), "Alt A")
  assert.equal(
    keyCapText(singleKey("Space"), () => "Espacio"),
    "Espacio",
  )
  assert.equal(keyCapText(singleKey("Backquote"), String), "º")
  assert.equal(ariaKeyShortcut(altKey("A")), "Alt+A")
  assert.equal(ariaKeyShortcut({ code: "KeyK", ctrl: true }), "Control+K")
})
