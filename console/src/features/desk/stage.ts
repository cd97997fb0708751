/** What a desk is in the middle of. Pure. */

export type Stage = "idle" | "locating" | "asking" | "dictating" | "following"

/** What the stage hangs on. */
export interface AtHand {
  readonly work: boolean
  readonly question: boolean
  /** A card is proved or under way. */
  readonly card: boolean
  /** A sentence of it is to be read. */
  readonly step: boolean
  readonly sent: boolean
  /** The interview or the card, whichever a key went to last. */
  readonly last: 4 | 6
}

export function stageOf({ work, question, card, step, sent, last }: AtHand): Stage {
  if (!work) return "idle"
  if (step && (last === 6 || !question)) return "dictating"
  if (question) return "asking"
  if (card) return "dictating"
  return sent ? "following" : "locating"
}
