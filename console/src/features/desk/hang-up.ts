/** What is asked before the call ends, and why the line stays open. */

import { wording } from "../../engine/content.ts"
import { i18n, t } from "../../i18n/i18n.svelte.ts"
import { isByCaller } from "../../state/live-text.ts"
import { activeContent } from "./content.svelte.ts"
import type { DeskViewModel } from "./desk-view-model.svelte.ts"
import { keepsLine } from "./keep-line.ts"
import { hasArrived } from "./next-step.ts"

/** What keeps the line of this caller open, in words; by the interviews that are held with them, until a crew has been there. */
export function lineKeptBy(
  view: Pick<DeskViewModel, "interviews" | "assigned" | "work">,
): string | undefined {
  const came = hasArrived(view.assigned) || view.work.some(({ times }) => times.on_scene !== undefined)
  const said = keepsLine(view.interviews, came)
  return said && wording(said, i18n.language).words
}

/** What whoever hangs up is asked once; undefined: nothing. The gravest that is left comes first. */
export function hangUpQuestion(
  view: Pick<
    DeskViewModel,
    | "assigned"
    | "call"
    | "case"
    | "dictation"
    | "dictations"
    | "interviews"
    | "lines"
    | "offeredCards"
    | "priority"
    | "work"
  >,
): string | undefined {
  if (!view.call) return undefined
  if (view.dictation?.current) return t("desk.hang_up_card")
  const why = lineKeptBy(view)
  if (why) return t("desk.hang_up_line", { why })
  // Proved or set: an incident of which nothing is known counts as P0 as well, and is no reason to ask.
  if (view.priority === 0 && view.case?.help_sent_at === null) return t("desk.hang_up_unsent")
  const left = view.dictations.length > 0 ? view.offeredCards.map((id) => activeContent.card(id)) : []
  const card = left.find((each) => each?.risk === "life")
  if (card) return t("desk.hang_up_undictated", { card: wording(card.title, i18n.language).words })
  return !view.case && view.lines.some(isByCaller) ? t("desk.hang_up_unopened") : undefined
}
