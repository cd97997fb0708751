/** Finds the rows that typed words, an agency and a state mean. Pure. */

import { plainText } from "../../kit/plain-text.ts"

export interface IndexedRow<Row> {
  readonly row: Row
  /** Everything by which it is found, plain. */
  readonly words: string
  readonly agency: string | null
  readonly states: readonly string[]
}
export interface RowQuery {
  readonly text: string
  /** Empty: of every agency. */
  readonly agency: string
  /** Empty: in every state. */
  readonly state: string
}

/** Each typed word is found somewhere in the row, in any order. */
export function findRows<Row>(index: readonly IndexedRow<Row>[], query: RowQuery): readonly Row[] {
  const parts = plainText(query.text).split(/\s+/).filter(Boolean)
  return index
    .filter(
      (each) =>
        (query.agency === "" || each.agency === query.agency) &&
        (query.state === "" || each.states.includes(query.state)) &&
        parts.every((part) => each.words.includes(part)),
    )
    .map((each) => each.row)
}

/** What rows have of something and how many have it; what is asked for stays a choice when no row has it any more. */
export function countEach<Row>(
  index: readonly IndexedRow<Row>[],
  valuesOf: (row: IndexedRow<Row>) => readonly (string | null)[],
  asked: string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const each of index)
    for (const value of valuesOf(each)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  if (asked !== "" && !counts.has(asked)) counts.set(asked, 0)
  return counts
}

/** How many rows are drawn at once: 100 are about ten screens, and drawn in less than a frame or two (ours). */
export const ROWS_AT_ONCE = 100

/** How many rows are drawn: as many as were asked for, and always those up to the chosen one. */
export function drawnCount(asked: number, chosenAt: number): number {
  return Math.max(asked, chosenAt + 1)
}
