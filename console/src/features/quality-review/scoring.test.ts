import assert from "node:assert/strict"
import { test } from "node:test"
import type { Review, ReviewFinding, ReviewVerdict, ScoreCard } from "../../protocol/generated.ts"
import {
  confirmsFinding,
  mayReply,
  mayScore,
  maySubmit,
  missingItems,
  needsRemark,
  nextItem,
  proposedLevel,
  SCORE_LEVELS,
  type ScoreLevel,
} from "./scoring.ts"

const CARD = {
  sections: [
    {
      id: "a",
      weight: 60,
      words: {},
      items: [
        { id: "one", words: {} },
        { id: "two", words: {} },
      ],
    },
    { id: "b", weight: 40, words: {}, items: [{ id: "three", words: {} }] },
  ],
} as unknown as ScoreCard
const finding = (verdict: ReviewVerdict): ReviewFinding => ({ item: "one", verdict, code: "late" })
const review = (more: Partial<Review>): Review =>
  ({ state: "taken", reviewer: "me", subject: { operator: "op" }, ...more }) as unknown as Review
const standing = (more: Partial<Review>) => ({ review: review(more), card: CARD, readable: true, me: "me" })

test("a confirmation says what the log says, and never fills what the log leaves open", () => {
  assert.equal(proposedLevel(finding("met")), "none")
  assert.equal(proposedLevel(finding("not_applicable")), null)
  assert.equal(proposedLevel(finding("not_met")), undefined)
  assert.equal(proposedLevel(finding("untold")), undefined)
  for (const verdict of ["met", "not_applicable"] as const)
    assert.ok(confirmsFinding(verdict, proposedLevel(finding(verdict)) as ScoreLevel))
})

test("a grave word and one against the log need their reason, a mild one that agrees does not", () => {
  const mild = SCORE_LEVELS.filter((level) => !needsRemark(finding("untold"), level))
  assert.deepEqual(mild, ["none", "minor"])
  assert.ok(needsRemark(finding("met"), "minor"))
  assert.ok(needsRemark(finding("not_met"), "none"))
  assert.ok(!needsRemark(finding("not_met"), "minor"))
})

test("what is missing is what nobody looked at, and then what was not explained", () => {
  const scores = [
    { item: "two", level: "critical" as const },
    { item: "one", level: "none" as const },
  ]
  assert.deepEqual(missingItems(CARD, review({ scores })), ["three", "two"])
  assert.equal(maySubmit(standing({ scores })), "study.why_missing")
  const whole = [
    ...scores.slice(1),
    { item: "two", level: "critical" as const, remark: "x" },
    { item: "three", level: null },
  ]
  assert.equal(maySubmit(standing({ scores: whole })), true)
})

test("the next item is the one below, and the last stays", () => {
  assert.deepEqual(
    [nextItem(CARD, null), nextItem(CARD, "one"), nextItem(CARD, "three")],
    ["one", "two", "three"],
  )
})

test("only its reviewer writes, and only its operator answers, in time and once", () => {
  assert.equal(mayScore(standing({ reviewer: "other" } as Partial<Review>)), "study.why_not_yours")
  const done = { state: "submitted", reply_until: "2026-12-11T00:00:00Z" } as Partial<Review>
  const operator = { ...standing(done), me: "op" }
  const before = Date.parse("2026-12-01T00:00:00Z")
  assert.equal(mayReply(operator, before), true)
  assert.equal(mayReply(operator, before + 30 * 86_400_000), "study.why_late")
  assert.equal(mayReply(standing(done), before), "study.why_not_your_call")
  const answered = { ...done, reply: { at: "", words: "" } } as Partial<Review>
  assert.equal(mayReply({ ...standing(answered), me: "op" }, before), "study.why_replied")
})
