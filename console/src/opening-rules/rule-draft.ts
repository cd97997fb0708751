/** An opening rule as it is typed in its form. Pure. */

import type { FrequentCaller, OpeningRuleScope, SetOpeningRule } from "../protocol/generated.ts"

export const RULE_SCOPES = [
  "number",
  "telephone",
  "without_sim",
] as const satisfies readonly OpeningRuleScope[]
export const TERMS_DAYS = [1, 7, 14, 30] as const
const DAY_MS = 86_400_000

export interface RuleDraft {
  scope: OpeningRuleScope
  subject: string
  ground: string
  days: number
}
export function emptyDraft(): RuleDraft {
  return { scope: "number", subject: "", ground: "", days: 7 }
}
/** About who rings often: the ground is still to be written. */
export function draftAbout({ phone, imei }: FrequentCaller): RuleDraft {
  return { ...emptyDraft(), scope: phone === null ? "telephone" : "number", subject: phone ?? imei ?? "" }
}
/** Which fields are not right, each with the key of why. The server reads the number itself. */
export function draftErrors({ scope, subject, ground }: RuleDraft): {
  readonly subject?: "openings.subject_missing"
  readonly ground?: "openings.ground_missing"
} {
  return {
    ...(scope !== "without_sim" && subject.trim() === ""
      ? { subject: "openings.subject_missing" as const }
      : {}),
    ...(ground.trim() === "" ? { ground: "openings.ground_missing" as const } : {}),
  }
}
/** The command that sets it. */
export function setCommand(draft: RuleDraft, id: string, now_ms: number): SetOpeningRule {
  const { scope, ground, days } = draft
  return {
    kind: "opening_rules.set",
    rule: id,
    scope,
    subject: scope === "without_sim" ? "" : draft.subject.trim(),
    ground,
    expires_at: new Date(now_ms + days * DAY_MS).toISOString(),
  }
}
