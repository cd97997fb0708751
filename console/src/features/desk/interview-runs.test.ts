import assert from "node:assert/strict"
import { test } from "node:test"
import type { Priority } from "../../protocol/generated.ts"
import {
  answeredLast,
  answersWith,
  arrivalOf,
  askedIn,
  askedOf,
  asksNow,
  begunWith,
  bySeverity,
  cardOfFact,
  cardsOf,
  type InterviewRun,
  knownAnswers,
  leadsTo,
  nextReassessed,
  ofCaller,
  stillChosen,
} from "./interview-runs.ts"

const run = (protocol: string, asks: boolean, ...goto: string[]): InterviewRun => ({
  run: protocol,
  protocol,
  asks,
  goto,
})
const at = (second: number) => `2026-11-30T03:00:${String(second).padStart(2, "0")}Z`

test("the interview that was begun last asks, and the one before goes on when it has ended", () => {
  const accident = run("accident", true, "unconscious")
  assert.equal(asksNow([]), undefined)
  assert.equal(asksNow([accident])?.protocol, "accident")
  assert.equal(asksNow([accident, run("unconscious", true)])?.protocol, "unconscious")
  assert.equal(asksNow([accident, run("unconscious", false)])?.protocol, "accident")
  assert.equal(asksNow([run("accident", false), run("unconscious", false)])?.protocol, "unconscious")
})

test("what is answered anew is the newest, as it is taken back first", () => {
  const ahead = [{ question: "consciente", answer: "Y" }]
  assert.deepEqual(Object.entries(answersWith({ consciente: "N", respira: "N" }, ahead)), [
    ["respira", "N"],
    ["consciente", "Y"],
  ])
})

test("a step that was said is of its own card, also when another is in hand", () => {
  const dictations = [
    { run: "d1", card: "rcp-adulto", digest: "a" },
    { run: "d2", card: "dea", digest: "b" },
  ]
  assert.equal(cardOfFact({ run: "d1", step: "rodillas" }, dictations)?.card, "rcp-adulto")
  assert.equal(cardOfFact({ run: "d3", step: "suelo", card: "rcp-nino" }, dictations)?.card, "rcp-nino")
  assert.equal(cardOfFact(null, dictations), undefined)
})

test("answers lead to what nobody has begun, those of the latest interview first", () => {
  const accident = run("accident", true, "unconscious", "water")
  assert.equal(leadsTo([accident]), "unconscious")
  assert.equal(leadsTo([accident, run("unconscious", true, "arrest")]), "arrest")
  assert.equal(leadsTo([accident, run("unconscious", true, "arrest"), run("arrest", true)]), "water")
  assert.equal(leadsTo([run("accident", true)]), undefined)
})

test("what was begun and is on its way is not begun again, and its row decides once it is there", () => {
  const accident = run("accident", true, "unconscious", "water")
  const begun = { run: "r2", protocol: "unconscious" }
  assert.equal(leadsTo([accident], [begun]), "water")
  const changed = { ...run("arrest", true), run: "r2" }
  assert.equal(leadsTo([accident, changed], [begun]), "unconscious")
})

test("a question that was chosen is asked in its own interview, and only while that has it", () => {
  const chosen = { run: "accident", question: "trapped" }
  const runs = [run("accident", false), run("unconscious", true)]
  const having = (...questions: string[]) => runs.map((each) => ({ ...each, questions }))
  assert.equal(asksNow(runs, chosen)?.protocol, "accident")
  assert.equal(stillChosen(chosen, having("trapped")), chosen)
  assert.equal(stillChosen(chosen, having("awake")), null)
  assert.equal(stillChosen(chosen, []), null)
  assert.equal(stillChosen(null, having("trapped")), null)
})

test("keys that were typed for an interview wait for it, and answer no question of another", () => {
  const arrest = { ...run("arrest", true), proof: {} }
  const isNew = (each: InterviewRun) => each.protocol === "arrest" && each.run !== "arrest"
  const again = { ...arrest, run: "r2" }
  assert.equal(arrivalOf([arrest], "arrest", isNew), "awaited") // it is that of before
  assert.equal(arrivalOf([arrest, again], "r2", isNew), "asks")
  assert.equal(arrivalOf([arrest, { ...again, proof: null }], "arrest", isNew), "awaited")
  assert.equal(arrivalOf([arrest, { ...again, asks: false }], "arrest", isNew), "elsewhere")
  const isFirst = (each: InterviewRun) => each.run === "arrest"
  assert.equal(arrivalOf([arrest, again], "r2", isFirst), "elsewhere")
  assert.equal(
    arrivalOf([arrest, { ...again, asks: false }], "arrest", (each) => each.goto.length === 0),
    "asks",
  )
})

test("the answer that is on its way is the last, before those that the board shows", () => {
  const first = { run: "a", row: { last_at: at(20) } }
  const second = { run: "b", row: { last_at: null } }
  assert.equal(answeredLast([first, second], [])?.run, "a")
  assert.equal(answeredLast([first, second], [{ run: "b", question: "awake", answer: "N" }])?.run, "b")
  assert.equal(answeredLast([], []), undefined)
})

test("a correction counts, and not the copy of the slip that was carried into a later interview", () => {
  const first = { answers: { awake: "Y" }, answered_at: { awake: at(30) } }
  const copied = { answers: { awake: "N", age: "child" }, answered_at: { age: at(20) } }
  assert.deepEqual(knownAnswers([first, copied]), { awake: "Y", age: "child" })
})

test("the answer that was given last counts, in whichever interview, and before all what is on its way", () => {
  const reassessed = { answers: { breathes: "normal" }, answered_at: { breathes: at(50) } }
  const later = { answers: { breathes: "N" }, answered_at: { breathes: at(40) } }
  assert.deepEqual(knownAnswers([reassessed, later]), { breathes: "normal" })
  const ahead = [{ run: "b", question: "breathes", answer: "qualified" }]
  assert.deepEqual(knownAnswers([reassessed, later], ahead), { breathes: "qualified" })
})

test("what another caller says is nothing that this one's cards are judged by", () => {
  const rows = [{ call: null }, { call: "c2" }, { call: "c3" }]
  assert.deepEqual(ofCaller(rows, "c2"), [{ call: null }, { call: "c2" }])
  assert.deepEqual(ofCaller(rows, undefined), [{ call: null }])
})

test("another interview is the same caller's, with shared facts; of who has become worse with what cannot have changed", () => {
  const answers = { consciente: "Y", respira: "normal", edad: "child", detalles: "x".repeat(500) }
  const shared = new Set(["consciente", "respira", "edad"])
  const first = { call: null, answers }
  assert.deepEqual(begunWith(first, shared, false), {
    facts: { consciente: "Y", respira: "normal", edad: "child" },
  })
  assert.deepEqual(begunWith(first, shared, true), { facts: { edad: "child" } })
  assert.deepEqual(begunWith({ ...first, call: "c2" }, shared, true), {
    facts: { edad: "child" },
    call: "c2",
  })
  assert.deepEqual(begunWith({ call: undefined, answers: {} }, shared, false), { facts: {} })
})

test("a card that a later interview replaces is not offered, and one that it says itself is", () => {
  const accident = { say: ["safe-traffic", "cpr-adult", "aed"], instead_of: ["trauma"] }
  const arrest = { say: ["aed", "cpr-child"], instead_of: ["cpr-adult"] }
  assert.deepEqual(cardsOf([accident, arrest]), ["aed", "cpr-child", "safe-traffic"])
  assert.deepEqual(cardsOf([arrest, accident]), ["safe-traffic", "cpr-adult", "aed", "cpr-child"])
})

test("the most severe interview rules, whichever asks", () => {
  const proved = (id: string, priority: Priority | null) => ({ id, proof: { priority } })
  const order = bySeverity([
    proved("a", 1),
    proved("b", 0),
    proved("c", null),
    { id: "d", proof: null },
    proved("e", 1),
  ])
  assert.deepEqual(
    order.map((each) => each.id),
    ["b", "e", "a", "d", "c"],
  )
})

test("each interview's questions are asked again in turn", () => {
  const all = [
    { run: "b", question: "breathes" },
    { run: "a", question: "awake" },
  ]
  const nothing = { run: undefined, question: undefined }
  assert.equal(nextReassessed(all, nothing), all[0])
  assert.equal(nextReassessed(all, { run: "b", question: "breathes" }), all[1])
  assert.equal(nextReassessed(all, { run: "a", question: "awake" }), all[0])
  assert.equal(nextReassessed(all.slice(1), { run: "a", question: "awake" }), undefined)
  assert.equal(nextReassessed([], nothing), undefined)
})

test("one caller is asked in all their interviews, and another caller is another", () => {
  assert.equal(askedOf({ case: "k1", call: null }), askedOf({ case: "k1", call: null }))
  assert.notEqual(askedOf({ case: "k1", call: null }), askedOf({ case: "k1", call: "c2" }))
  assert.notEqual(askedOf({ case: "k1", call: null }), askedOf({ case: "k2", call: null }))
})

test("an answer of the story is worded by the interview that it was given in", () => {
  const rows = ["accident", "arrest"].map((protocol) => ({ run: protocol, protocol, digest: "d" }))
  const questions = (protocol: string) => [{ id: "breathes", of: protocol }]
  assert.equal(askedIn({ run: "accident", question: "breathes" }, rows, questions)?.of, "accident")
  assert.equal(askedIn({ run: "arrest", question: "breathes" }, rows, questions)?.of, "arrest")
  assert.equal(askedIn({ run: "gone", question: "breathes" }, rows, questions), undefined)
})
