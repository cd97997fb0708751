import assert from "node:assert/strict"
import { test } from "node:test"
import type { Card, CardStep } from "../../engine/content.ts"
import { firstStep, firstToTap, isYesNo, stepsFor, stepWords, yesNoFirst } from "./written-steps.ts"

const step = (id: string, more: object = {}): CardStep => ({ id, say: { es: id }, wait: "none", ...more })
const card = [
  step("altavoz", { by_voice: true }),
  step("suelo"),
  step("comprimir", { by_voice: true, write: { es: "w" } }),
]

test("a caller who reads gets no step that needs a voice, and other words where there are some", () => {
  assert.deepEqual(stepsFor(card, card, "altavoz", true), { steps: card.slice(1), at: 0 })
  assert.deepEqual(stepsFor(card, card, "comprimir", true), { steps: card.slice(1), at: 1 })
  assert.deepEqual(stepsFor(card, card, "altavoz", false), { steps: card, at: 0 })
  assert.deepEqual(
    card.map((each) => stepWords(each, true)?.es),
    [undefined, "suelo", "w"],
  )
  assert.deepEqual(
    card.map((each) => stepWords(each, false)?.es),
    ["altavoz", "suelo", "comprimir"],
  )
})

test("the press that opens a card is about the step that stood on screen", () => {
  const unopened = { id: "c", steps: card } as unknown as Card
  assert.equal(firstStep(unopened, {}, false), "altavoz")
  assert.equal(firstStep(unopened, {}, true), "suelo")
})

test("a card that has no step left for a reader stands after its last", () => {
  assert.deepEqual(stepsFor([card[0] as CardStep], [card[0] as CardStep], "altavoz", true), {
    steps: [],
    at: 0,
  })
})

test("what yes or no answers comes first for who cannot speak", () => {
  const of = (...codes: string[]) => ({ answers: codes.map((code) => ({ code })) })
  const [many, open, yes] = [of("Y", "N", "gasping"), of(), of("Y", "N", "U")]
  assert.deepEqual([many, open, yes].map(isYesNo), [false, false, true])
  assert.deepEqual(yesNoFirst([many, open, yes]), [yes, many, open])
  assert.deepEqual(yesNoFirst([open, many, yes]), [yes, many, open])
})

test("who cannot speak is asked in words only when nothing else is left to ask", () => {
  const of = (...codes: string[]) => ({ answers: codes.map((code) => ({ code })) })
  const [many, open, yes, words] = [of("Y", "N", "gasping"), of(), of("Y", "N", "U"), {}]
  assert.equal(firstToTap([open, words, yes, many]), yes)
  assert.equal(firstToTap([open, many, yes]), many, "what has answers keeps its turn")
  assert.equal(firstToTap([words, open]), words)
  assert.equal(firstToTap([]), undefined)
})
