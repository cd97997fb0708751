/** The defibrillators that somebody can fetch: how far on foot, where, when, as far as the region's data says. */

import { api } from "../../state/api.ts"

/** Within which they are looked for (`geo/service.py`, ON_FOOT_MAX_M). */
export const AED_MOST_M = 1_000
const MOST = 2

export interface NearFacility {
  readonly facility: {
    readonly id: string
    readonly name: string
    readonly street?: string
    readonly number?: string
    readonly municipality?: string
    readonly hours?: string
    readonly spot?: string
  }
  readonly distance_m: number
  readonly by: "road" | "straight_line"
}
export interface AedLine {
  readonly id: string
  readonly away_m: number
  /** Else it is a straight line. */
  readonly walked: boolean
  readonly where: string
  readonly hours: string
}

/** What can be said of each to somebody who runs. */
export function aedsOf(near: readonly NearFacility[]): readonly AedLine[] {
  return near.map(({ facility, distance_m, by }) => ({
    id: facility.id,
    away_m: distance_m,
    walked: by === "road",
    where:
      [facility.name, [facility.street, facility.number].filter(Boolean).join(" "), facility.spot]
        .filter(Boolean)
        .join(", ") ||
      (facility.municipality ?? ""),
    hours: facility.hours ?? "",
  }))
}

/** The nearest ones; null when the region could not be asked. */
export async function fetchAeds(lat: string, lon: string): Promise<readonly AedLine[] | null> {
  const query = `kinds=defibrillator&lat=${lat}&lon=${lon}&limit=${MOST}`
  const found = await api<{ readonly near: readonly NearFacility[] }>("GET", `/api/geo/on-foot?${query}`)
  return found.ok ? aedsOf(found.value.near) : null
}
