/** The medicines of a card that a clinician must authorise: where each stands, and which card is in hand because of them. Pure. */

import type { Card, CardStep } from "../../engine/content.ts"
import type { CardView } from "../../engine/player.ts"
import type { DictationRow } from "../../protocol/generated.ts"

type Row = Pick<DictationRow, "authorised" | "written" | "said" | "requests" | "refusals">

/**
 * `locked`: it is proved to fit, and nobody has asked for it. `asked`: a clinician is to answer. `refused`: a clinician did not
 * allow it. `authorised`: it may be told, and was not yet.
 */
export interface Medicine {
  readonly step: CardStep
  readonly stands: "locked" | "asked" | "refused" | "authorised"
  /** Who asked or refused, when, and why. */
  readonly by?: string
  readonly at?: string
  readonly reason?: string
}

/** Those of which something is to be known or done; none that is known not to fit, waits for answers, or was told. */
export function medicinesOf(
  card: Pick<Card, "steps">,
  row: Row | undefined,
  gates: CardView["gates"],
): readonly Medicine[] {
  return card.steps
    .filter((step) => step.requires !== undefined)
    .flatMap((step): readonly Medicine[] => {
      const asked = row?.requests?.find((each) => each.step === step.id)
      if (asked) return [{ step, stands: "asked", by: asked.by, at: asked.at }]
      const refused = row?.refusals?.find((each) => each.step === step.id)
      if (refused && gates[step.id] === "locked")
        return [{ step, stands: "refused", by: refused.by, at: refused.at, reason: refused.reason }]
      // Told already, it is not offered anew: an answer that changed afterwards has ended its authorisation.
      if (gates[step.id] === "locked") return isTold(row, step.id) ? [] : [{ step, stands: "locked" }]
      return gates[step.id] === "open" && row && isUntold(row, step.id)
        ? [{ step, stands: "authorised" }]
        : []
    })
}

/** A medicine that the card has passed, and that follows the step on screen: it was authorised later. */
export function lateMedicine(
  steps: readonly CardStep[],
  at: number,
  row: Row | undefined,
): CardStep | undefined {
  return row && steps.slice(0, at).find((step) => step.requires !== undefined && isUntold(row, step.id))
}

const isTold = (row: Row | undefined, step: string): boolean =>
  row !== undefined && (row.said[step] !== undefined || (row.written ?? []).includes(step))

const isUntold = (row: Row, step: string): boolean => row.authorised.includes(step) && !isTold(row, step)

/**
 * The card in hand: the one opened last; once it is at its end, an earlier one whose medicine was authorised meanwhile. It never
 * changes under a step that is still to be said.
 */
export function cardInHand<R extends Row & { readonly current: string | null }>(
  open: readonly R[],
): R | undefined {
  const last = open.at(-1)
  if (last === undefined || last.current !== null) return last
  return (
    open.findLast((row) => row.current !== null && row.authorised.some((step) => isUntold(row, step))) ?? last
  )
}
