/**
 * How a screen keeps up with a board: a snapshot, then deltas, folded by one rule for every table.
 *
 * A row carries the version of the noun it shows. A row of a lower version than the known one, or of an
 * equal one from an earlier place in the log, is not news, however it arrives: twice, late, or across a
 * reconnection. Nothing here knows what a row means; that is why a late joiner sees
 * what the old hand sees.
 */

/** An opaque ordered place in the log: epoch, transaction, sequence. */
export type LogCursor = readonly [epoch: number, tx: number, seq: number]

export type BoardRow = { readonly v: number; readonly [field: string]: unknown }
export type Tables = { readonly [table: string]: { readonly [key: string]: BoardRow } }

export interface BoardState {
  readonly at: LogCursor | null
  readonly tables: Tables
  /** Versions at which rows left the board, so that a late copy does not bring them back. */
  readonly gone: { readonly [table: string]: { readonly [key: string]: number } }
  /** How many rows of a table the server holds beyond those it sent. */
  readonly more: { readonly [table: string]: number }
}

export interface Snapshot {
  readonly key: string
  readonly at: LogCursor
  readonly snapshot: Tables
  readonly more?: { readonly [table: string]: number }
}

export interface Delta {
  readonly key: string
  readonly at: LogCursor
  readonly set?: Tables
  readonly gone?: { readonly [table: string]: { readonly [key: string]: number } }
}

export const EMPTY_BOARD: BoardState = { at: null, tables: {}, gone: {}, more: {} }

/** Below zero when `a` is earlier in the log than `b`. */
export function compareCursors(a: LogCursor, b: LogCursor): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

/** A snapshot is the whole truth at its place: what was known before is forgotten. */
export function foldSnapshot(snapshot: Snapshot): BoardState {
  return { at: snapshot.at, tables: snapshot.snapshot, gone: {}, more: snapshot.more ?? {} }
}

/** What a board knows after a delta. Tables that did not change keep their identity. */
export function foldDelta(known: BoardState, delta: Delta): BoardState {
  const at = known.at !== null && compareCursors(known.at, delta.at) > 0 ? known.at : delta.at
  // An equal version is news when it does not come late: what a row shows, and whether it is here at all, also hangs
  // on its neighbours in the case.
  const late = known.at !== null && compareCursors(delta.at, known.at) < 0
  const isNews = (v: number, now: number) => v > now || (v === now && !late)
  let tables = known.tables
  let gone = known.gone
  for (const [table, rows] of Object.entries(delta.set ?? {})) {
    const news = Object.entries(rows).filter(([key, row]) =>
      isNews(row.v, versionOf(tables, gone, table, key)),
    )
    if (news.length > 0) {
      tables = { ...tables, [table]: { ...tables[table], ...Object.fromEntries(news) } }
      gone = without(gone, table, new Set(news.map(([key]) => key)))
    }
  }
  for (const [table, keys] of Object.entries(delta.gone ?? {})) {
    const left = Object.entries(keys).filter(([key, v]) => isNews(v, versionOf(tables, gone, table, key)))
    if (left.length > 0) {
      tables = without(tables, table, new Set(left.map(([key]) => key)))
      gone = { ...gone, [table]: { ...gone[table], ...Object.fromEntries(left) } }
    }
  }
  return { at, tables, gone, more: known.more }
}

function versionOf(tables: Tables, gone: BoardState["gone"], table: string, key: string): number {
  return Math.max(tables[table]?.[key]?.v ?? -1, gone[table]?.[key] ?? -1)
}

function without<T>(
  of: { readonly [table: string]: { readonly [key: string]: T } },
  table: string,
  keys: ReadonlySet<string>,
): { readonly [table: string]: { readonly [key: string]: T } } {
  const rows = of[table]
  if (rows === undefined || !Object.keys(rows).some((key) => keys.has(key))) return of
  return { ...of, [table]: Object.fromEntries(Object.entries(rows).filter(([key]) => !keys.has(key))) }
}
