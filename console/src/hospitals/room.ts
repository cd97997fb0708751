/** What a hospital can take now, from what it said and when. Pure; the server reckons the same (`hospitals/policy.py`). */

import type { Diversion, HospitalRow } from "../protocol/generated.ts"

/** After this a word is unknown: shown with its age, and counted as nothing. */
export const KNOWN_FOR_MS = 2 * 3_600_000
export const COLOURS = ["red", "yellow", "green"] as const
export type Colour = (typeof COLOURS)[number]

export interface Word {
  readonly free: number
  readonly at: string
  readonly by_there: string
  readonly entered_by: string
  /** Too old to count. */
  readonly old: boolean
}

export function wordOf(row: Pick<HospitalRow, "capacity">, colour: Colour, now_ms: number): Word | null {
  const said = row.capacity[colour]
  return said === undefined ? null : { ...said, old: now_ms - Date.parse(said.at) > KNOWN_FOR_MS }
}

/** Who is turned away at this moment. */
export function standing(row: Pick<HospitalRow, "diversions">, now_ms: number): readonly Diversion[] {
  return row.diversions.filter((each) => Date.parse(each.until) > now_ms)
}

/** A count that somebody typed: nothing is nothing said, never nought. */
export function counted(typed: string): number | null | undefined {
  const text = typed.trim()
  if (text === "") return null
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined
}
