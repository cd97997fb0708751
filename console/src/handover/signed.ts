/** Whether a handover that was given here was signed for: what is signed whole leaves the board without a word. Pure. */

import type { HandoverRow } from "../protocol/generated.ts"

/** `before`: as it stood when the board was read last. `kept`: the one that the giver withdrew. */
export function isSignedMeanwhile(
  before: Pick<HandoverRow, "id" | "state"> | undefined,
  rows: readonly Pick<HandoverRow, "id">[],
  kept: string | null,
): boolean {
  if (before?.state !== "offered" || before.id === kept) return false
  return !rows.some((each) => each.id === before.id)
}
