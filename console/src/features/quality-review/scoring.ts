/** How a scorecard is filled: what the log proposes, what must be explained, what comes next. Pure. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type {
  Item,
  ItemScore,
  ReviewLevel as Level,
  Review,
  ReviewFinding,
  ReviewVerdict,
  ScoreCard,
} from "../../protocol/generated.ts"

/** A level, or null: it does not apply. */
export type ScoreLevel = Level | null
export const SCORE_LEVELS: readonly Level[] = ["none", "minor", "moderate", "major", "critical"]
const REMARKED: ReadonlySet<ScoreLevel> = new Set<ScoreLevel>(["moderate", "major", "critical"])

export function itemsOf(card: ScoreCard): readonly Item[] {
  return card.sections.flatMap((section) => section.items)
}

export function scoreOf(review: Review, item: string): ItemScore | undefined {
  return (review.scores ?? []).find((one) => one.item === item)
}

export function findingOf(review: Review, item: string): ReviewFinding | undefined {
  return (review.findings ?? []).find((one) => one.item === item)
}

/** What a confirmation of the log says; undefined where the log leaves it to a person. */
export function proposedLevel(finding: ReviewFinding | undefined): ScoreLevel | undefined {
  if (finding?.verdict === "met") return "none"
  if (finding?.verdict === "not_applicable") return null
  return undefined
}

/** As `review.policy.confirms` decides it on the server. */
export function confirmsFinding(verdict: ReviewVerdict, level: ScoreLevel): boolean {
  if (verdict === "met") return level === "none"
  if (verdict === "not_met") return level !== "none" && level !== null
  if (verdict === "not_applicable") return level === null
  return true
}

/** Whether this word needs its reason: a grave one, and one against the log. */
export function needsRemark(finding: ReviewFinding | undefined, level: ScoreLevel): boolean {
  return REMARKED.has(level) || (finding !== undefined && !confirmsFinding(finding.verdict, level))
}

/** What is still to be done before it can be submitted: items nobody looked at, then those without their reason. */
export function missingItems(card: ScoreCard, review: Review): readonly string[] {
  const items = itemsOf(card).map((item) => item.id)
  const blank = items.filter((item) => scoreOf(review, item) === undefined)
  const unsaid = items.filter((item) => {
    const said = scoreOf(review, item)
    return said !== undefined && !said.remark && needsRemark(findingOf(review, item), said.level)
  })
  return [...blank, ...unsaid]
}

/** The item after this one; the last stays. */
export function nextItem(card: ScoreCard, item: string | null): string | null {
  const items = itemsOf(card).map((one) => one.id)
  const at = item === null ? -1 : items.indexOf(item)
  return items[Math.min(items.length - 1, at + 1)] ?? null
}

export interface ReviewContext {
  readonly review: Review | null
  readonly readable: boolean
  readonly card: ScoreCard | null
  readonly me: string
}

/** Whether this person writes in it now: true, or why not. */
export function mayScore({ review, me }: ReviewContext): true | MessageKey {
  if (review === null) return "study.why_none"
  if ((review.state ?? "chosen") !== "taken") return "study.why_not_taken"
  return review.reviewer === me ? true : "study.why_not_yours"
}

/** Whether this person may take a word back: true, or why not. */
export function mayCorrect({ review, me }: ReviewContext): true | MessageKey {
  if (review === null) return "study.why_none"
  if (review.state !== "submitted") return "study.why_not_submitted"
  return review.reviewer === me ? true : "study.why_not_yours"
}

/** Whether it can be submitted. */
export function maySubmit(standing: ReviewContext): true | MessageKey {
  const may = mayScore(standing)
  if (may !== true || standing.card === null || standing.review === null) return may
  return missingItems(standing.card, standing.review).length === 0 ? true : "study.why_missing"
}

/** Whether the operator can answer it. */
export function mayReply({ review, me }: ReviewContext, now_ms: number): true | MessageKey {
  if (review === null) return "study.why_none"
  if (review.subject.operator !== me) return "study.why_not_your_call"
  if (review.state !== "submitted") return "study.why_not_submitted"
  if (review.reply) return "study.why_replied"
  return review.reply_until != null && Date.parse(review.reply_until) >= now_ms ? true : "study.why_late"
}
