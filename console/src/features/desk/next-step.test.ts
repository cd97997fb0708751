import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { type DeskFacts, nextStep } from "./next-step.ts"

const KEYS = {
  "desk.answer": { code: "KeyA", alt: true },
  "desk.ready": { code: "KeyP", alt: true },
  "desk.send": { code: "F9" },
  "desk.hang_up": { code: "KeyX", alt: true },
  "practice.begin": { code: "KeyE", ctrl: true },
  "shell.go/training": { code: "KeyJ", ctrl: true },
} as const
const keyOf = (id: string) => KEYS[id as keyof typeof KEYS]
const EMPTY: DeskFacts = {
  ready: false,
  rings: false,
  talks: false,
  over: false,
  place: "none",
  type: false,
  helpUnsent: false,
  arrived: false,
  question: false,
  reads: false,
  card: false,
  dictates: false,
  presses: false,
  atEndedCard: false,
  practises: false,
  seated: true,
  begun: false,
}
const told = (facts: Partial<DeskFacts>) => {
  const { key, words } = nextStep({ ...EMPTY, ...facts }, keyOf)
  return `${words.slice("desk.next.".length)} ${key?.code ?? "-"}`
}

test("a call is told step by step, help before the questions", () => {
  const call = { talks: true } as const
  const placed = { ...call, place: "agreed" } as const
  const typed = { ...placed, type: true, card: true, question: true } as const
  assert.deepEqual(
    [
      told({}),
      told({ ready: true }),
      told({ ready: true, rings: true }),
      told(call),
      told({ ...call, place: "given" }),
      told(placed),
      told({ ...typed, helpUnsent: true }),
      told(typed),
      told({ ...typed, dictates: true }),
      told({ ...typed, presses: true }),
      told({ ...typed, card: false, atEndedCard: true }),
      told({ ...typed, question: false }),
      told({ ...typed, question: false, card: false }),
    ],
    [
      "ready KeyP",
      "wait -",
      "answer KeyA",
      "place F2",
      "read_back Enter",
      "type F3",
      "send F9",
      "question F4",
      "card F6",
      "card F6",
      "card_ended -",
      "card F6",
      "stay KeyX",
    ],
  )
})

test("once help is with the caller, they are not asked on and the call may end", () => {
  const typed = { talks: true, place: "agreed", type: true, question: true, card: true } as const
  assert.equal(told({ ...typed, arrived: true }), "arrived KeyX")
  assert.equal(told({ ...typed, arrived: true, helpUnsent: true }), "send F9")
})

test("to a caller who reads, questions and steps are sent", () => {
  const typed = { talks: true, place: "agreed", type: true, reads: true } as const
  assert.equal(told({ ...typed, question: true }), "question_written F4")
  assert.equal(told({ ...typed, card: true }), "card_written F6")
})

test("in training another call is begun by key, and one that is over has a result", () => {
  assert.equal(told({ practises: true }), "practise KeyE")
  assert.equal(told({ practises: true, seated: false }), "take_desk -")
  assert.equal(told({ practises: true, begun: true, ready: true }), "wait -")
  assert.equal(told({ practises: true, over: true }), "result KeyJ")
})

test("every step has words in every language", () => {
  const source = readFileSync(new URL("./next-step.ts", import.meta.url), "utf8")
  const keys = [...source.matchAll(/"(desk\.next\.\w+)"/g)].map(([, key]) => key ?? "")
  assert.ok(keys.length > 10)
  for (const language of ["es", "ca", "en", "fr"]) {
    const words = JSON.parse(
      readFileSync(new URL(`../../../../locale/${language}.json`, import.meta.url), "utf8"),
    )
    for (const key of keys) assert.ok(words[key], `${key} in ${language}`)
  }
})
