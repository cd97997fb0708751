import assert from "node:assert/strict"
import { test } from "node:test"
import type { Finding, Review, ReviewVerdict, ScoreCard } from "../../protocol/generated.ts"
import {
  after,
  confirms,
  LEVELS,
  missing,
  needsRemark,
  proposed,
  replies,
  type Said,
  submits,
  writes,
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
const finding = (verdict: ReviewVerdict): Finding => ({ item: "one", verdict, code: "late" })
const review = (more: Partial<Review>): Review =>
  ({ state: "taken", reviewer: "me", subject: { operator: "op" }, ...more }) as unknown as Review
const standing = (more: Partial<Review>) => ({ review: review(more), card: CARD, readable: true, me: "me" })

test("a confirmation says what the log says, and never fills what the log leaves open", () => {
  assert.equal(proposed(finding("met")), "none")
  assert.equal(proposed(finding("not_applicable")), null)
  assert.equal(proposed(finding("not_met")), undefined)
  assert.equal(proposed(finding("untold")), undefined)
  for (const verdict of ["met", "not_applicable"] as const)
    assert.ok(confirms(verdict, proposed(finding(verdict)) as Said))
})

test("a grave word and one against the log need their reason, a mild one that agrees does not", () => {
  const mild = LEVELS.filter((level) => !needsRemark(finding("untold"), level))
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
  assert.deepEqual(missing(CARD, review({ scores })), ["three", "two"])
  assert.equal(submits(standing({ scores })), "study.why_missing")
  const whole = [
    ...scores.slice(1),
    { item: "two", level: "critical" as const, remark: "x" },
    { item: "three", level: null },
  ]
  assert.equal(submits(standing({ scores: whole })), true)
})

test("the next item is the one below, and the last stays", () => {
  assert.deepEqual([after(CARD, null), after(CARD, "one"), after(CARD, "three")], ["one", "two", "three"])
})

test("only its reviewer writes, and only its operator answers, in time and once", () => {
  assert.equal(writes(standing({ reviewer: "other" } as Partial<Review>)), "study.why_not_yours")
  const done = { state: "submitted", reply_until: "2026-12-11T00:00:00Z" } as Partial<Review>
  const operator = { ...standing(done), me: "op" }
  const before = Date.parse("2026-12-01T00:00:00Z")
  assert.equal(replies(operator, before), true)
  assert.equal(replies(operator, before + 30 * 86_400_000), "study.why_late")
  assert.equal(replies(standing(done), before), "study.why_not_your_call")
  const answered = { ...done, reply: { at: "", words: "" } } as Partial<Review>
  assert.equal(replies({ ...standing(answered), me: "op" }, before), "study.why_replied")
})
