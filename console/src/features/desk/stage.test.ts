import assert from "node:assert/strict"
import { test } from "node:test"
import { type AtHand, stageOf } from "./stage.ts"

const NOTHING: AtHand = { work: false, question: false, card: false, step: false, sent: false, last: 4 }
const stage = (more: Partial<AtHand>) => stageOf({ ...NOTHING, work: true, ...more })

test("the stage follows the call: no call, where, what, a card, and then what was sent", () => {
  assert.equal(stageOf(NOTHING), "idle")
  assert.equal(stage({}), "locating")
  assert.equal(stage({ question: true }), "asking")
  assert.equal(stage({ question: true, card: true }), "asking")
  assert.equal(stage({ question: true, card: true, step: true, last: 6 }), "dictating")
  assert.equal(stage({ card: true, step: true }), "dictating")
  assert.equal(stage({ sent: true }), "following")
})
test("with a card under way the hands decide: back at the interview it has the room again", () => {
  assert.equal(stage({ question: true, card: true, step: true, last: 4 }), "asking")
})
test("a card that is proved and not opened is in sight when nothing is left to ask", () => {
  assert.equal(stage({ card: true, sent: true }), "dictating")
})
