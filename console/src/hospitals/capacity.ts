/** What a hospital can take now, from what it said and when. Pure; the server reckons the same (`hospitals/core/policy.py`). */

import type { CapacityColour, HospitalDiversion, HospitalRow } from "../protocol/generated.ts"

/** After this a word is unknown: shown with its age, and counted as nothing. */
export const CAPACITY_LIFETIME_MS = 2 * 3_600_000
export const CAPACITY_COLOURS = ["red", "yellow", "green"] as const satisfies readonly CapacityColour[]

export interface CapacityReport {
  readonly free: number
  readonly at: string
  readonly by_there: string
  readonly entered_by: string
  /** Too old to count. */
  readonly old: boolean
}

export function capacityReportOf(
  row: Pick<HospitalRow, "capacity">,
  colour: CapacityColour,
  now_ms: number,
): CapacityReport | null {
  const said = row.capacity[colour]
  return said === undefined ? null : { ...said, old: now_ms - Date.parse(said.at) > CAPACITY_LIFETIME_MS }
}

/** Who is turned away at this moment. */
export function activeDiversions(
  row: Pick<HospitalRow, "diversions">,
  now_ms: number,
): readonly HospitalDiversion[] {
  return row.diversions.filter((each) => Date.parse(each.until) > now_ms)
}

/** A count that somebody typed: nothing is nothing said, never nought. */
export function parseCount(typed: string): number | null | undefined {
  const text = typed.trim()
  if (text === "") return null
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined
}
