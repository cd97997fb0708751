/** Where help must go: what the gazetteer finds becomes a location with its degree and its warnings. */

import type { Location, Point, Position, Warning } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"

/** A candidate (`auxilio.geo.model.Found`): never yet the location. */
export interface Found {
  readonly id: string
  readonly kind: string
  readonly quality: string
  readonly point: Point
  readonly name: string
  readonly label: string
  readonly detail: string
  readonly municipality: string
  readonly locality: string
  readonly distance_m: number | null
  readonly uncertainty_m: number
  readonly same_name_elsewhere: readonly string[]
}

export async function search(
  text: string,
  near: Position | null,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const query = new URLSearchParams({ q: text })
  if (near) {
    query.set("lat", String(near.point.lat))
    query.set("lon", String(near.point.lon))
    if (near.uncertainty_m != null) query.set("radius_m", String(near.uncertainty_m))
  }
  const reply = await api<Omit<Found, "id">[]>("GET", `/api/geo/search?${query}`, {
    signal,
    timeout_ms: 3_000,
  })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.value.map((found, index) => ({ ...found, id: `${index}:${found.label}` }))
}

/** What is at a point that somebody clicked; null when nothing answers: the point alone is a place. */
export async function at(point: Point): Promise<Found | null> {
  const reply = await api<{ readonly found?: readonly Omit<Found, "id">[] }>(
    "GET",
    `/api/geo/reverse?lat=${point.lat}&lon=${point.lon}`,
    { timeout_ms: 3_000 },
  )
  const nearest = reply.ok ? reply.value.found?.[0] : undefined
  return nearest === undefined ? null : { ...nearest, id: nearest.label }
}

/** The location proposed by a candidate. `phone`: where the caller's device is, if it is at the place. */
export function locationOf(found: Found, phone: Position | null): Location {
  const warnings: Warning[] = []
  if (found.same_name_elsewhere.length > 0) {
    warnings.push({ code: "same_name_elsewhere", facts: { names: found.same_name_elsewhere.join(", ") } })
  }
  const away_m = phone === null ? 0 : distance_m(phone.point, found.point) - (phone.uncertainty_m ?? 0)
  if (away_m > FAR_M) {
    warnings.push({ code: "far_from_caller", facts: { distance_m: String(Math.round(away_m)) } })
  }
  return {
    degree: "matched",
    words: found.label,
    point: found.point,
    uncertainty_m: found.uncertainty_m,
    municipality: found.municipality || null,
    quality: found.quality,
    detail: found.detail || null,
    warnings,
  }
}

/** Beyond the circle of the phone and this much, a place is worth a question (ours; the server says more). */
const FAR_M = 1_000
const EARTH_M = 6_371_008.8

export function distance_m(a: Point, b: Point): number {
  const rad = Math.PI / 180
  const dlat = (b.lat - a.lat) * rad
  const dlon = (b.lon - a.lon) * rad
  const h = Math.sin(dlat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dlon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** `340 m`, `14 km`: as it is said. */
export function spoken(metres: number): string {
  return metres < 1_000 ? `${Math.round(metres / 10) * 10} m` : `${Math.round(metres / 1000)} km`
}
