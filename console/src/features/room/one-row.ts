/** One row a case: its reasons together, the highest leads, and Enter does what is written of that one. Pure. */

import type { AttentionItem } from "./attention.ts"

/** `found` in the order of gravity. A row about no case stands for itself. */
export function oneRowEach(found: readonly AttentionItem[]): readonly AttentionItem[] {
  const groups = Map.groupBy(found, (each) => (each.case === null ? each.id : `case:${each.case}`))
  return [...groups.values()].flatMap(([lead, ...others]) => (lead ? [{ ...lead, others }] : []))
}

/** Every reason of every row: an alarm that does not lead its row is heard as well. */
export function everyReason(rows: readonly AttentionItem[]): readonly AttentionItem[] {
  return rows.flatMap((row) => [row, ...row.others])
}
