/** One row a case: its reasons together, the highest leads, and Enter does what is written of that one. Pure. */

interface Reason<T> {
  readonly id: string
  readonly case: string | null
  readonly others: readonly T[]
}

/** `found` in the order of gravity. A row about no case stands for itself. */
export function oneRowEach<T extends Reason<T>>(found: readonly T[]): readonly T[] {
  const groups = Map.groupBy(found, (each) => (each.case === null ? each.id : `case:${each.case}`))
  return [...groups.values()].flatMap(([lead, ...others]) => (lead ? [{ ...lead, others }] : []))
}

/** Every reason of every row: an alarm that does not lead its row is heard as well. */
export function everyReason<T extends Reason<T>>(rows: readonly T[]): readonly T[] {
  return rows.flatMap((row) => [row, ...row.others])
}
