/** What is asked before the call ends, and why the line stays open. */

import { wording } from "../../engine/content.ts"
import { i18n, t } from "../../i18n/i18n.svelte.ts"
import type { DeskViewModel } from "./desk-view-model.svelte.ts"
import { keepsLine } from "./keep-line.ts"
import { hasArrived } from "./next-step.ts"

/** What keeps the line of this caller open, in words; by the interviews that are held with them. */
export function lineKeptBy(view: Pick<DeskViewModel, "interviews" | "assigned">): string | undefined {
  const said = keepsLine(view.interviews, hasArrived(view.assigned))
  return said && wording(said, i18n.language).words
}

/** What whoever hangs up is asked once; undefined: nothing. */
export function hangUpQuestion(
  view: Pick<DeskViewModel, "call" | "dictation" | "interviews" | "assigned">,
): string | undefined {
  if (!view.call) return undefined
  if (view.dictation?.current) return t("desk.hang_up_card")
  const why = lineKeptBy(view)
  return why && t("desk.hang_up_line", { why })
}
