/** How a scorecard is filled: what the log proposes, what must be explained, what comes next. Pure. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type {
  Finding,
  Item,
  ItemScore,
  ReviewLevel as Level,
  Review,
  ReviewVerdict,
  ScoreCard,
} from "../../protocol/generated.ts"

/** A level, or null: it does not apply. */
export type Said = Level | null
export const LEVELS: readonly Level[] = ["none", "minor", "moderate", "major", "critical"]
const REMARKED: ReadonlySet<Said> = new Set<Said>(["moderate", "major", "critical"])

export function itemsOf(card: ScoreCard): readonly Item[] {
  return card.sections.flatMap((section) => section.items)
}

export function scored(review: Review, item: string): ItemScore | undefined {
  return (review.scores ?? []).find((one) => one.item === item)
}

export function found(review: Review, item: string): Finding | undefined {
  return (review.findings ?? []).find((one) => one.item === item)
}

/** What a confirmation of the log says; undefined where the log leaves it to a person. */
export function proposed(finding: Finding | undefined): Said | undefined {
  if (finding?.verdict === "met") return "none"
  if (finding?.verdict === "not_applicable") return null
  return undefined
}

/** As `review.policy.confirms` decides it on the server. */
export function confirms(verdict: ReviewVerdict, level: Said): boolean {
  if (verdict === "met") return level === "none"
  if (verdict === "not_met") return level !== "none" && level !== null
  if (verdict === "not_applicable") return level === null
  return true
}

/** Whether this word needs its reason: a grave one, and one against the log. */
export function needsRemark(finding: Finding | undefined, level: Said): boolean {
  return REMARKED.has(level) || (finding !== undefined && !confirms(finding.verdict, level))
}

/** What is still to be done before it can be submitted: items nobody looked at, then those without their reason. */
export function missing(card: ScoreCard, review: Review): readonly string[] {
  const items = itemsOf(card).map((item) => item.id)
  const blank = items.filter((item) => scored(review, item) === undefined)
  const unsaid = items.filter((item) => {
    const said = scored(review, item)
    return said !== undefined && !said.remark && needsRemark(found(review, item), said.level)
  })
  return [...blank, ...unsaid]
}

/** The item after this one; the last stays. */
export function after(card: ScoreCard, item: string | null): string | null {
  const items = itemsOf(card).map((one) => one.id)
  const at = item === null ? -1 : items.indexOf(item)
  return items[Math.min(items.length - 1, at + 1)] ?? null
}

export interface Standing {
  readonly review: Review | null
  readonly readable: boolean
  readonly card: ScoreCard | null
  readonly me: string
}

/** Whether this person writes in it now: true, or why not. */
export function writes({ review, me }: Standing): true | MessageKey {
  if (review === null) return "study.why_none"
  if ((review.state ?? "chosen") !== "taken") return "study.why_not_taken"
  return review.reviewer === me ? true : "study.why_not_yours"
}

/** Whether this person may take a word back: true, or why not. */
export function corrects({ review, me }: Standing): true | MessageKey {
  if (review === null) return "study.why_none"
  if (review.state !== "submitted") return "study.why_not_submitted"
  return review.reviewer === me ? true : "study.why_not_yours"
}

/** Whether it can be submitted. */
export function submits(standing: Standing): true | MessageKey {
  const may = writes(standing)
  if (may !== true || standing.card === null || standing.review === null) return may
  return missing(standing.card, standing.review).length === 0 ? true : "study.why_missing"
}

/** Whether the operator can answer it. */
export function replies({ review, me }: Standing, now_ms: number): true | MessageKey {
  if (review === null) return "study.why_none"
  if (review.subject.operator !== me) return "study.why_not_your_call"
  if (review.state !== "submitted") return "study.why_not_submitted"
  if (review.reply) return "study.why_replied"
  return review.reply_until != null && Date.parse(review.reply_until) >= now_ms ? true : "study.why_late"
}
