/**
 * How far to stay away from dangerous goods, as shapes on the ground: the isolation circle, and downwind of it the
 * square whose side is the protective distance, as the guidebook draws it (ERG, introduction to table 1; decision
 * 0204). Without a wind that somebody said it is a circle. Pure; tried against the geodesics of pyproj.
 */

import type { Point } from "../protocol/generated.ts"
import { COMPASS_POINTS, circleRing, closedRing, destinationPoint, RADIANS } from "../state/earth.ts"

export interface ReachDistances {
  readonly isolation_m?: number | null
  readonly day_m?: number | null
  readonly night_m?: number | null
}
export interface SheetDistances {
  readonly small?: ReachDistances
  readonly large?: ReachDistances
  readonly fire_m?: number | null
}
export type SpillSize = "small" | "large" | "fire" | "unknown"

/** What holds now, in metres; null is not known, and is never drawn. */
export interface ZoneDistances {
  readonly isolation_m: number | null
  readonly protective_m: number | null
}
export interface HazmatZone {
  readonly kind: "isolation" | "protective"
  readonly metres: number
  /** Where the wind goes, degrees from north; null all round. */
  readonly toward: number | null
  readonly ring: [number, number][]
  /** Where its words stand on the map. */
  readonly label: Point
}

/** Corners of a circle. */
const STEPS = 72

/** Where a wind goes that blows from there, degrees; null when it is calm or nobody has said it. */
export function downwindBearing(blows_from: string | null | undefined): number | null {
  const at = COMPASS_POINTS.indexOf(blows_from ?? "")
  return at < 0 ? null : (at * 22.5 + 180) % 360
}
/** Of what is getting out, how far; not known counts as a large spill. In a fire the fire's own circle stands. */
export function zoneDistances(sheet: SheetDistances, spill: SpillSize, night: boolean): ZoneDistances {
  if (spill === "fire") return { isolation_m: sheet.fire_m ?? null, protective_m: null }
  const reach = (spill === "small" ? sheet.small : sheet.large) ?? {}
  return {
    isolation_m: reach.isolation_m ?? null,
    protective_m: (night ? reach.night_m : reach.day_m) ?? null,
  }
}

/** The shapes around a place. */
export function hazmatZones(place: Point, holds: ZoneDistances, toward: number | null): HazmatZone[] {
  const { isolation_m, protective_m } = holds
  return [
    ...(protective_m === null ? [] : [protective(place, protective_m, toward)]),
    ...(isolation_m === null
      ? []
      : [
          {
            kind: "isolation" as const,
            metres: isolation_m,
            toward: null,
            ring: circleRing(place, isolation_m, STEPS),
            label: destinationPoint(place, 0, isolation_m),
          },
        ]),
  ]
}

function protective(place: Point, metres: number, toward: number | null): HazmatZone {
  const ring = toward === null ? circleRing(place, metres, STEPS) : downwindSquare(place, metres, toward)
  return { kind: "protective", metres, toward, ring, label: destinationPoint(place, toward ?? 180, metres) }
}

/** Half its side to each hand of the place, its whole side downwind. */
export function downwindSquare(place: Point, side_m: number, toward: number): [number, number][] {
  const left = destinationPoint(place, toward - 90, side_m / 2)
  const right = destinationPoint(place, toward + 90, side_m / 2)
  return closedRing([
    left,
    destinationPoint(left, toward, side_m),
    destinationPoint(right, toward, side_m),
    right,
  ])
}

/**
 * Whether the sun is down there: the guidebook's night is from sunset to sunrise. Good to some minutes (NOAA's short
 * formula); near the poles it may be always one.
 */
export function isNight(place: Point, at_ms: number): boolean {
  const days = at_ms / 86_400_000 - 10_957.5 // since noon of 1 January 2000
  const anomaly = (357.529 + 0.98560028 * days) * RADIANS
  const mean = 280.459 + 0.98564736 * days
  const longitude = (mean + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RADIANS
  const tilt = 23.439 * RADIANS
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude))
  const declination = Math.asin(Math.sin(tilt) * Math.sin(longitude))
  const sidereal = (280.46062 + 360.98564737 * days + place.lon) * RADIANS
  const lat = place.lat * RADIANS
  const height = Math.asin(
    Math.sin(lat) * Math.sin(declination) +
      Math.cos(lat) * Math.cos(declination) * Math.cos(sidereal - ascension),
  )
  return height / RADIANS < -0.833 // the upper edge, lifted by the air
}
