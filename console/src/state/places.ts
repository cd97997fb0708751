/** Where help must go: what the gazetteer finds becomes a location with its degree and its warnings. */

import type { CaseRow, Location, PlaceWarning, Point, Position } from "../protocol/generated.ts"
import { api } from "./api.ts"
import { distance_m } from "./earth.ts"

/** A candidate (`auxilio.geo.api.GeocodeCandidate`): never yet the location. */
export interface PlaceCandidate {
  readonly id: string
  readonly kind: string
  readonly quality: string
  readonly point: Point
  readonly name: string
  readonly label: string
  readonly detail: string
  /** Of a kilometre: towards where, as it was said. */
  readonly heading?: string
  readonly municipality: string
  readonly locality: string
  readonly distance_m: number | null
  readonly uncertainty_m: number
  /** From which data, and of which date. */
  readonly origin: { readonly name: string; readonly data_at: string }
  /** The name that was said, of a street whose plate has another. */
  readonly other_name?: string
  readonly same_name_elsewhere: readonly string[]
  /** What a person must answer before this place is trusted, as the server sees it. */
  readonly warnings: readonly PlaceWarning[]
}
/** The part of a facility (`auxilio.geo.model.Facility`) that a home is. */
interface Facility {
  readonly name: string
  readonly point: Point
  readonly origin: PlaceCandidate["origin"]
}
interface Candidates {
  readonly candidates: readonly {
    readonly found: Omit<PlaceCandidate, "id" | "warnings">
    readonly warnings: readonly {
      readonly code: string
      readonly distance_m?: number | null
      readonly names?: readonly string[]
    }[]
  }[]
}

export async function searchPlaces(
  text: string,
  near: Position | null,
  signal: AbortSignal,
): Promise<readonly PlaceCandidate[]> {
  const query = new URLSearchParams({ q: text })
  if (near) {
    query.set("lat", String(near.point.lat))
    query.set("lon", String(near.point.lon))
    if (near.uncertainty_m != null) query.set("radius_m", String(near.uncertainty_m))
  }
  const reply = await api<Candidates>("GET", `/api/geo/search?${query}`, {
    signal,
    timeout_ms: 3_000,
  })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.value.candidates.map(({ found, warnings }, index) => ({
    ...found,
    id: `${index}:${found.label}`,
    warnings: warnings.map(({ code, distance_m, names }) => ({
      code,
      facts: {
        ...(distance_m == null ? {} : { distance_m: String(Math.round(distance_m)) }),
        ...(names === undefined || names.length === 0 ? {} : { names: names.join(", ") }),
      },
    })),
  }))
}

/** What is at a point that somebody clicked; null when nothing answers: the point alone is a place. */
export async function placeAt(point: Point): Promise<PlaceCandidate | null> {
  const reply = await api<
    Record<"address" | "street" | "kilometre", Omit<PlaceCandidate, "id" | "warnings"> | null>
  >("GET", `/api/geo/reverse?lat=${point.lat}&lon=${point.lon}`, { timeout_ms: 3_000 })
  const nearest = reply.ok ? (reply.value.address ?? reply.value.street ?? reply.value.kilometre) : null
  return nearest === null ? null : { ...nearest, id: nearest.label, warnings: [] }
}

/** The location proposed by a candidate, with the warnings that came with it. */
export function locationOf(found: PlaceCandidate): Location {
  return {
    degree: "matched",
    words: found.label,
    point: found.point,
    uncertainty_m: found.uncertainty_m,
    municipality: found.municipality || null,
    quality: found.quality,
    region: dataOriginText(found) || null,
    detail: found.detail || null,
    ...(found.heading ? { heading: found.heading } : {}),
    warnings: [...found.warnings],
  }
}

/** What the official list of stations calls the home of this unit; null where no list does. */
export async function stationOf(callsign: string, signal: AbortSignal): Promise<Facility | null> {
  const reply = await api<{ readonly facilities: readonly Facility[] }>(
    "GET",
    `/api/geo/facilities?callsign=${encodeURIComponent(callsign)}`,
    { signal, timeout_ms: 3_000 },
  )
  return reply.ok ? (reply.value.facilities[0] ?? null) : null
}

/** `Callejero municipal 2026-03-01`: whose data answered, and how old they are; empty where none did. */
export function dataOriginText(found: Pick<PlaceCandidate, "origin">): string {
  return [found.origin.name, found.origin.data_at.slice(0, 10)].filter(Boolean).join(" ")
}

/** Near enough to be the same thing: the desk decides, not the distance. */
const NEAR_M = 1_500
/** Within a street's width the newest comes first: it is the likeliest to be the same thing. */
const STREET_M = 50

export interface NearCase {
  readonly case: CaseRow
  readonly away_m: number
}
/**
 * The open cases near a place, nearest first. One whose place nobody knows is near nothing. `alone`: who practises alone is near
 * their own alone, because the others are not of their practice.
 */
export function casesNear(
  here: Point,
  cases: readonly CaseRow[],
  alone: string | null = null,
): readonly NearCase[] {
  return cases
    .filter((each) => alone === null || each.owner_person === alone)
    .flatMap((each) => {
      const point = each.state === "open" ? each.location?.point : null
      return point ? [{ case: each, away_m: distance_m(here, point) }] : []
    })
    .filter(({ away_m }) => away_m < NEAR_M)
    .sort(
      (a, b) =>
        Math.round(a.away_m / STREET_M) - Math.round(b.away_m / STREET_M) ||
        b.case.opened_at.localeCompare(a.case.opened_at),
    )
}
