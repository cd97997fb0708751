/** What callers wrote, as centre and crew read it: the newest first, what is news, and what is left out. Pure. */

import type { CallerWordsRow } from "../protocol/generated.ts"

export interface CallerWord {
  readonly id: string
  readonly at: string
  readonly words: string
  /** Which of several callers, from 1 by the time they rang; null where only one has written. */
  readonly caller: number | null
  readonly news: boolean
}

/** The last line of each call that somebody here has seen. */
export type SeenLines = Readonly<Record<string, number>>

/** Every kept line of every caller, the newest first; `numbers` of all calls of the case, also of those who wrote nothing. */
export function callerWords(
  rows: readonly CallerWordsRow[],
  seen: SeenLines,
  numbers: ReadonlyMap<string, number> = new Map(),
): readonly CallerWord[] {
  const several = Math.max(rows.length, new Set(numbers.values()).size) > 1
  const callers = [...rows].sort((a, b) => a.rang_at.localeCompare(b.rang_at) || a.id.localeCompare(b.id))
  return callers
    .flatMap((row, nth) =>
      row.lines.map((line) => ({
        id: `${row.id} ${line.n}`,
        n: line.n,
        at: line.at,
        words: line.words,
        caller: several ? (numbers.get(row.id) ?? nth + 1) : null,
        news: line.n > (seen[row.id] ?? 0),
      })),
    )
    .sort((a, b) => b.at.localeCompare(a.at) || b.n - a.n)
}

/** How many lines are not sent here: the story and the file have them. */
export function linesLeftOut(rows: readonly CallerWordsRow[]): number {
  return rows.reduce((sum, row) => sum + row.count - row.lines.length, 0)
}

/** Languages of those who can still be spoken with, as far as they are known. */
export function liveLanguages(
  rows: readonly Pick<CallerWordsRow, "language" | "ended_at">[],
): readonly string[] {
  return [...new Set(rows.filter((row) => row.ended_at == null).flatMap((row) => row.language ?? []))]
}

export function newLines(rows: readonly CallerWordsRow[], seen: SeenLines): number {
  return rows.reduce((sum, row) => sum + Math.max(0, row.count - (seen[row.id] ?? 0)), 0)
}

export function allSeen(rows: readonly CallerWordsRow[]): SeenLines {
  return Object.fromEntries(rows.map((row) => [row.id, row.count]))
}
