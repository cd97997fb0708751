/** The moments of the cards of cardiac arrest that more than one part reads. The server's are in `kernel/card_moments.py`. */

import type { Card } from "./content.ts"

export const ARREST_RECOGNISED = "arrest_recognised"
/** Compressions have begun: the mark of their step, made by whoever compresses. */
export const FIRST_COMPRESSION = "first_compression"

/** Whether a card is for a patient in cardiac arrest. */
export function isForArrest(card: Pick<Card, "marks"> | undefined): boolean {
  return card?.marks?.includes(ARREST_RECOGNISED) ?? false
}
