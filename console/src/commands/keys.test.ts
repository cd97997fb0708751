import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { ALT_LETTERS, alt, aria, cap, f, isSingle, type KeyPress, presses, single } from "./keys.ts"

function press(code: string, held: Partial<KeyPress> & { altGraph?: boolean } = {}): KeyPress {
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
  assert.ok(presses(press("KeyA", { altKey: true }), alt("A")))
  assert.ok(!presses(press("KeyA"), alt("A")))
  assert.ok(!presses(press("KeyA", { altKey: true, ctrlKey: true }), alt("A")))
  assert.ok(!presses(press("KeyA", { altKey: true, altGraph: true }), alt("A")))
})

test("a digit is the same on the row and on the keypad", () => {
  assert.ok(presses(press("Digit1"), single("Digit1")))
  assert.ok(presses(press("Numpad1"), single("Digit1")))
  assert.ok(!presses(press("Numpad2"), single("Digit1")))
})

test("function keys act bare, and only single characters need their region", () => {
  assert.ok(presses(press("F9"), f(9)))
  assert.deepEqual([isSingle(f(9)), isSingle(alt("A")), isSingle(single("KeyR"))], [false, false, true])
})

test("no key of ours is one that the browser keeps", () => {
  for (const letter of ["D", "E", "F"]) assert.ok(!(ALT_LETTERS as readonly string[]).includes(letter))
})

test("every Alt letter has its one meaning in the catalogue", () => {
  const words = JSON.parse(readFileSync(new URL("../../../locale/es.json", import.meta.url), "utf8"))
  for (const letter of ALT_LETTERS) assert.ok(words[`keys.alt.${letter.toLowerCase()}`], letter)
})

test("caps are drawn as a person reads them, and told to assistive technology as it expects", () => {
  assert.equal(cap(alt("A"), String), "Alt A")
  assert.equal(
    cap(single("Space"), () => "Espacio"),
    "Espacio",
  )
  assert.equal(cap(single("Backquote"), String), "º")
  assert.equal(aria(alt("A")), "Alt+A")
  assert.equal(aria({ code: "KeyK", ctrl: true }), "Control+K")
})
