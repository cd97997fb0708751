import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { type Condition, evaluateCondition, type KnownAnswers } from "./condition.ts"
import { type Card, type Protocol, wording } from "./content.ts"
import { Interview, type ProvenOutcome } from "./interview.ts"
import { breathesFirst, type CardView, cardViewOf, type Dictation, resumedStep } from "./player.ts"

interface EngineVectors {
  readonly protocols: Readonly<Record<string, Protocol>>
  readonly cases: readonly {
    readonly protocol: string
    readonly answers: KnownAnswers
    readonly proof: Partial<ProvenOutcome>
  }[]
}

interface CardVectors {
  readonly cards: Readonly<Record<string, Card>>
  readonly cases: readonly {
    readonly card: string
    readonly dictation: Dictation
    readonly facts: KnownAnswers
    readonly now_ms: number
    readonly view: CardView
  }[]
}

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}`, import.meta.url), "utf8")) as T
}

/** The vectors leave out what is null, false or empty. */
function told(proof: ProvenOutcome): Partial<ProvenOutcome> {
  return Object.fromEntries(
    Object.entries(proof).filter(
      ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

test("the engine proves what the server's engine proves", () => {
  const { protocols, cases } = vectors<EngineVectors>("engine.json")
  const interviews = new Map(Object.entries(protocols).map(([id, protocol]) => [id, new Interview(protocol)]))
  assert.ok(cases.length > 300)
  for (const { protocol, answers, proof } of cases) {
    const interview = interviews.get(protocol)
    assert.ok(interview)
    assert.deepEqual(told(interview.prove(answers)), proof, `${protocol} ${JSON.stringify(answers)}`)
  }
})

test("a card plays here as it plays on the server", () => {
  const { cards, cases } = vectors<CardVectors>("cards.json")
  assert.ok(cases.length > 100)
  for (const { card: id, dictation, facts, now_ms, view } of cases) {
    const card = cards[id]
    assert.ok(card)
    assert.deepEqual(cardViewOf(card, dictation, facts, now_ms), view, `${id} ${JSON.stringify(dictation)}`)
  }
})

test("what is not known is neither true nor false", () => {
  const any: Condition = {
    op: "any",
    of: [
      { op: "is", question: "a", answers: ["Y"] },
      { op: "is", question: "b", answers: ["Y"] },
    ],
  }
  assert.equal(evaluateCondition(any, {}), null)
  assert.equal(evaluateCondition(any, { a: "N" }), null)
  assert.equal(evaluateCondition(any, { a: "N", b: "N" }), false)
  assert.equal(evaluateCondition(any, { b: "Y" }), true)
})

test("a question named like something every object has is still unanswered", () => {
  assert.equal(evaluateCondition({ op: "is", question: "constructor", answers: ["Y"] }, {}), null)
})

test("a missing language falls back to Spanish and says so", () => {
  assert.deepEqual(wording({ es: "hola", en: "hello" }, "ca"), { words: "hola", language: "es" })
  assert.deepEqual(wording({ es: "hola", en: "hello" }, "en-GB"), { words: "hello", language: "en" })
})

/** As `rcp-adulto`, `rcp-nino`, `rcp-lactante`: the twin of `test_dictation.py`. */
test("a card of compressions in the place of another goes on where its patient is", () => {
  const { cards } = vectors<CardVectors>("cards.json")
  const [adult, child, baby] = ["rcp-adulto", "rcp-nino", "rcp-lactante"].map((id) => cards[id])
  assert.ok(adult && child && baby)
  const at = (current: string | null, ...marks: string[]): Dictation => ({
    current,
    said: {},
    marks,
    authorised: [],
    metronome: "off",
    closed: false,
  })
  assert.equal(resumedStep(child, adult, at("altavoz"), {}), "altavoz")
  assert.equal(resumedStep(child, adult, at("rodillas"), {}), "cama")
  assert.equal(resumedStep(baby, adult, at("rodillas"), {}), "superficie")
  for (const pressed of [at("contar"), at("manos", "first_compression"), at(null)]) {
    assert.equal(resumedStep(child, adult, pressed, {}), "boca", "breaths were not told: they come first")
    assert.equal(resumedStep(baby, adult, pressed, {}), "neutra")
    assert.equal(resumedStep(adult, child, pressed, {}), "comprimir", "and an adult's card has none")
  }
  assert.equal(resumedStep(baby, child, at("ciclo"), {}), "comprimir", "they were told")
  assert.equal(resumedStep(child, adult, at("contar", "first_breath"), {}), "comprimir", "they were given")
  assert.equal(resumedStep(child, adult, at("contar", "unwilling"), {}), "comprimir", "they are not wanted")
  assert.equal(breathesFirst(baby, "neutra", adult, at("contar")), true)
  assert.equal(breathesFirst(baby, "neutra", adult, at("rodillas")), false)
  assert.equal(breathesFirst(baby, "comprimir", adult, at("contar")), false)
  assert.equal(breathesFirst(adult, "comprimir", child, at("ciclo")), false)
})
