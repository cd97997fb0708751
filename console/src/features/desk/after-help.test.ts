import assert from "node:assert/strict"
import test from "node:test"
import { type AfterHelpFacts, afterHelpCards } from "./after-help.ts"

const CARD = "tras-avisar"
const facts: AfterHelpFacts = {
  groups: {
    after_help: [CARD],
    compressions: ["rcp-adulto"],
    flee: ["huir-esconderse"],
    quiet: ["sin-hablar"],
  },
  domains: ["health"],
  cards: ["dolor-toracico"],
  helpSent: true,
  asking: false,
  unopened: [],
  open: { current: null },
  opened: ["dolor-toracico"],
}

test("doors, light and medicines are offered at the end of the last card, once", () => {
  assert.deepEqual(afterHelpCards(facts), [CARD])
  assert.deepEqual(afterHelpCards({ ...facts, open: undefined, cards: [], opened: [] }), [CARD])
  assert.deepEqual(afterHelpCards({ ...facts, opened: [CARD] }), [])
})

test("they are not offered before help was sent, nor while a step or a card waits", () => {
  assert.deepEqual(afterHelpCards({ ...facts, helpSent: false }), [])
  assert.deepEqual(afterHelpCards({ ...facts, asking: true }), [], "whether he breathes is asked first")
  assert.deepEqual(afterHelpCards({ ...facts, open: { current: "vigilar" } }), [])
  assert.deepEqual(afterHelpCards({ ...facts, unopened: ["trauma"] }), [])
  assert.deepEqual(afterHelpCards({ ...facts, open: { current: null, pace: { bpm: 110 } } }), [])
})

test("they are not offered beside compressions, an attacker or a fire", () => {
  for (const card of ["rcp-adulto", "huir-esconderse", "sin-hablar"])
    assert.deepEqual(afterHelpCards({ ...facts, cards: [card] }), [], card)
  for (const domain of ["police", "fire", "traffic"])
    assert.deepEqual(afterHelpCards({ ...facts, domains: ["health", domain] }), [], domain)
  assert.deepEqual(afterHelpCards({ ...facts, domains: [] }), [])
  assert.deepEqual(afterHelpCards({ ...facts, groups: {} }), [])
})
