import assert from "node:assert/strict"
import { test } from "node:test"
import { saysTooEarly } from "./help-words.ts"

const LOUDSPEAKER = {
  es: "Ponga el teléfono en altavoz. Estoy enviando ayuda.",
  en: "Speaker. I am sending help.",
}

test("that help is being sent is too early until it was sent, in whatever language it is read", () => {
  assert.equal(saysTooEarly(LOUDSPEAKER, false), true)
  assert.equal(saysTooEarly(LOUDSPEAKER, true), false)
})

test("a step that says nothing of help is never too early", () => {
  assert.equal(saysTooEarly({ es: "Póngale de lado." }, false), false)
  assert.equal(saysTooEarly(undefined, false), false)
})
