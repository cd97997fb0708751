import assert from "node:assert/strict"
import { test } from "node:test"
import type { SentQuestion, SentStep } from "../../state/sent-items.ts"
import {
  beatOf,
  cardOnPage,
  cardThatStays,
  isBeatPaused,
  isStepFirst,
  joined,
  keepsPushing,
  lastStep,
  openQuestion,
  pushingOf,
} from "./guidance.ts"

const common = { run: "r", language: "ca", sentAt: "2026-11-29T12:00:00Z", shownAt: null }
const answer = { code: "Y", label: "Sí", at: "2026-11-29T12:00:05Z" }
const question = (item: string, answered = false): SentQuestion => ({
  ...common,
  kind: "question",
  item,
  question: item,
  words: item,
  choices: [],
  answer: answered ? answer : null,
})
const step: SentStep = {
  ...common,
  kind: "step",
  item: "s1",
  card: "rcp",
  step: "suelo",
  words: "A terra",
  easy: { words: "Estiri'l a terra.", pictogram: "lie_back" },
  rest: [
    { step: "manos", words: "Mans" },
    { step: "comprimir", words: "Premi" },
  ],
  bpm: 110,
  marks: [],
}
const done = (of: string) => ({ id: of, item: "s1", mark: "done", step: of, at: "2026-11-29T12:00:06Z" })

test("the last question stands until it is answered and something else was sent", () => {
  assert.equal(openQuestion([question("q1"), question("q2")])?.item, "q2")
  assert.equal(openQuestion([question("q1"), step])?.item, "q1")
  assert.equal(openQuestion([question("q1", true)])?.item, "q1")
  assert.equal(openQuestion([question("q1", true), step]), null)
  assert.equal(lastStep([step, question("q1")])?.item, "s1")
})

test("a question that the desk recorded is only told, below the step, until something else is sent", () => {
  const settled = { ...question("q1"), settled: { code: "N", label: "No", at: "2026-11-29T12:00:09Z" } }
  assert.equal(openQuestion([step, settled])?.item, "q1")
  assert.equal(openQuestion([settled, step])?.item, "q1")
  assert.equal(openQuestion([settled, { ...step, sentAt: "2026-11-29T12:00:10Z" }]), null)
  assert.equal(isStepFirst([step, settled], false), true)
})

test("what was sent last stands above, and alone the step", () => {
  assert.equal(isStepFirst([question("q1"), step], false), true)
  assert.equal(isStepFirst([step, question("q1")], false), false)
  assert.equal(isStepFirst([step, question("q1")], true), true)
})

test("with network the operator leads, alone the card goes on by what is done", () => {
  assert.deepEqual(cardOnPage(step, [done("suelo")], false).now.step, "suelo")
  assert.equal(cardOnPage(step, [done("suelo")], false).done, true)
  assert.equal(cardOnPage(step, [], true).now.step, "suelo")
  const second = cardOnPage(step, [done("suelo")], true)
  assert.deepEqual([second.now.step, second.next?.step, second.done], ["manos", "comprimir", false])
  const last = cardOnPage(step, ["suelo", "manos", "comprimir"].map(done), true)
  assert.deepEqual([cardOnPage(step, [], true).now.easy?.pictogram, second.now.easy], ["lie_back", undefined])
  assert.deepEqual([last.now.step, last.next, last.done], ["comprimir", null, true])
})

test("above the last step of compressions the order to go on stands, with its drawing", () => {
  const stands = (sent: SentStep, marks: ReturnType<typeof done>[] = [], alone = false) =>
    keepsPushing(sent, cardOnPage(sent, marks, alone))
  assert.equal(stands(step), false)
  assert.equal(stands({ ...step, rest: [] }), true)
  assert.equal(stands({ ...step, rest: [], bpm: null }), false)
  assert.equal(stands(step, ["suelo", "manos"].map(done), true), true, "alone, at the last one too")
  const easy = { words: "Siga.", pictogram: "press_chest" } as const
  const drawn = { ...step, rest: [{ step: "seguir", words: "Siga hasta…", easy }] }
  assert.equal(pushingOf([drawn, { ...step, rest: [] }], "r"), "press_chest")
  assert.equal(pushingOf([drawn], "another"), undefined)
})

test("the beat goes with the compressions, also beside the card of the defibrillator", () => {
  const aed = { ...step, run: "aed", bpm: null, marks: ["aed_attached"], rest: [] }
  const side = { ...step, run: "side", bpm: null, rest: [] }
  assert.equal(beatOf([step, question("q1")]), 110)
  assert.equal(beatOf([step, aed]), 110)
  assert.equal(beatOf([aed]), null)
  assert.equal(beatOf([step, side]), null, "who breathes is pressed on no more")
  assert.equal(beatOf([step, side, aed]), null)
  const stopped = { ...step, superseded: true, stops: true }
  assert.equal(beatOf([stopped]), null)
  assert.ok(isBeatPaused([stopped, { ...step, bpm: null }]), "they may go on")
  assert.ok(!isBeatPaused([step, side]), "another card: they are over")
  assert.equal(beatOf([stopped, aed]), null)
  assert.equal(beatOf([{ ...stopped, stops: false }]), 110, "another card takes its place: they go on")
})

test("a step that asks is answered with yes or no, and goes on alone once it is", () => {
  const asks = {
    ...step,
    step: "codigo",
    words: "Conteste solo sí o no. ¿Me lee?",
    asks: true,
    only_asks: true,
  }
  const tap = (mark: string, at: string) => ({ ...done("codigo"), id: mark, mark, at })
  const yes = tap("yes", "2026-11-29T12:00:07Z")
  const no = tap("no", "2026-11-29T12:00:08Z")
  assert.equal(cardOnPage(asks, [], false).answered, null)
  assert.equal(cardOnPage(asks, [no, yes], false).answered, "no", "the later one counts")
  assert.equal(cardOnPage(asks, [yes], true).now.step, "manos")
  const both = { ...asks, words: "¿Está seguro? No se acerque.", only_asks: false }
  assert.equal(
    cardOnPage(both, [yes], true).now.step,
    "codigo",
    "what is to be done is not done by an answer",
  )
})

test("a card that is of the conversation ends with the call, another goes on", () => {
  const ofCall = { ...step, of_call: true }
  assert.equal(cardThatStays(ofCall, false), ofCall)
  assert.equal(cardThatStays(ofCall, true), null)
  assert.equal(cardThatStays(step, true), step)
})

test("what the board tells wins over what the page kept", () => {
  const kept = [question("q1"), question("q2")]
  const items = joined(kept, [question("q2", true)])
  assert.deepEqual(
    items.map((each) => [each.item, each.kind === "question" && each.answer?.code]),
    [
      ["q1", undefined],
      ["q2", "Y"],
    ],
  )
})
