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

/**
 * What else a row tells, each in the words of `wordsOf` and once: two watches of one task are one reason, and two tasks that
 * say the same are counted. What the row itself says of its task is not said again.
 */
export function otherReasons<T extends Reason<T> & { readonly task: string | null }>(
  row: T,
  wordsOf: (reason: T) => string,
): readonly { readonly words: string; readonly count: number }[] {
  const said = Map.groupBy([row, ...row.others], wordsOf)
  return [...said].flatMap(([words, reasons]) => {
    const about = new Set(reasons.map((each) => each.task ?? each.id))
    const count = reasons.includes(row) ? about.size - 1 : about.size
    return count > 0 ? [{ words, count }] : []
  })
}

/** Every reason of every row: an alarm that does not lead its row is heard as well. */
export function everyReason<T extends Reason<T>>(rows: readonly T[]): readonly T[] {
  return rows.flatMap((row) => [row, ...row.others])
}
