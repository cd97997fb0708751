/**
 * How far to stay away from dangerous goods, as shapes on the ground: the isolation circle, and downwind of it the
 * square whose side is the protective distance, as the guidebook draws it (ERG, introduction to table 1; decision
 * 0204). Without a wind that somebody said it is a circle. Pure; tried against the geodesics of pyproj.
 */

import type { Point } from "./map-shapes.ts"

export interface Reach {
  readonly isolation_m?: number | null
  readonly day_m?: number | null
  readonly night_m?: number | null
}
export interface Distances {
  readonly small?: Reach
  readonly large?: Reach
  readonly fire_m?: number | null
}
export type Spill = "small" | "large" | "fire" | "unknown"

/** What holds now, in metres; null is not known, and is never drawn. */
export interface Holds {
  readonly isolation_m: number | null
  readonly protective_m: number | null
}
export interface Zone {
  readonly kind: "isolation" | "protective"
  readonly metres: number
  /** Where the wind goes, degrees from north; null all round. */
  readonly toward: number | null
  readonly ring: [number, number][]
  /** Where its words stand on the map. */
  readonly label: Point
}

/** WGS 84. */
const A_M = 6_378_137
const E2 = 0.00669437999014
const RAD = Math.PI / 180
const STEPS = 72

/**
 * Where one comes to, going so far that way: by the radii and the course of halfway (Gauss's mid-latitude formula).
 * Within a metre of the geodesic for what the guidebook's tables hold.
 */
export function destination(from: Point, bearing: number, metres: number): Point {
  const start = from.lat * RAD
  let lat = start
  let turned = 0
  for (let round = 0; round < 3; round++) {
    const half = (start + lat) / 2
    const course = bearing * RAD + (turned * Math.sin(half)) / 2
    const bent = 1 - E2 * Math.sin(half) ** 2
    lat = start + (metres * Math.cos(course) * bent ** 1.5) / (A_M * (1 - E2))
    turned = (metres * Math.sin(course) * Math.sqrt(bent)) / (A_M * Math.cos(half))
  }
  return { lat: lat / RAD, lon: from.lon + turned / RAD }
}

/** Sixteen points of the compass, clockwise from north. */
export const POINTS: readonly string[] = [
  ...["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE"],
  ...["S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"],
]

/** Where a wind goes that blows from there, degrees; null when it is calm or nobody has said it. */
export function towardOf(blows_from: string | null | undefined): number | null {
  const at = POINTS.indexOf(blows_from ?? "")
  return at < 0 ? null : (at * 22.5 + 180) % 360
}
/** The point of the compass that lies that way. */
export function pointOf(bearing: number): string {
  return POINTS[Math.round(bearing / 22.5) % 16] ?? "N"
}

/** Of what is getting out, how far; not known counts as a large spill. In a fire the fire's own circle stands. */
export function holding(sheet: Distances, spill: Spill, night: boolean): Holds {
  if (spill === "fire") return { isolation_m: sheet.fire_m ?? null, protective_m: null }
  const reach = (spill === "small" ? sheet.small : sheet.large) ?? {}
  return {
    isolation_m: reach.isolation_m ?? null,
    protective_m: (night ? reach.night_m : reach.day_m) ?? null,
  }
}

/** The shapes around a place. */
export function zones(place: Point, holds: Holds, toward: number | null): Zone[] {
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
            ring: circle(place, isolation_m),
            label: destination(place, 0, isolation_m),
          },
        ]),
  ]
}

function protective(place: Point, metres: number, toward: number | null): Zone {
  const ring = toward === null ? circle(place, metres) : square(place, metres, toward)
  return { kind: "protective", metres, toward, ring, label: destination(place, toward ?? 180, metres) }
}

/** A circle on the ground as a ring of [lon, lat], closed. */
export function circle(centre: Point, radius_m: number): [number, number][] {
  return closed(
    Array.from({ length: STEPS }, (_, step) => destination(centre, (step * 360) / STEPS, radius_m)),
  )
}

/** Half its side to each hand of the place, its whole side downwind. */
export function square(place: Point, side_m: number, toward: number): [number, number][] {
  const left = destination(place, toward - 90, side_m / 2)
  const right = destination(place, toward + 90, side_m / 2)
  return closed([left, destination(left, toward, side_m), destination(right, toward, side_m), right])
}

function closed(points: readonly Point[]): [number, number][] {
  const ring = points.map((point): [number, number] => [point.lon, point.lat])
  return [...ring, ...ring.slice(0, 1)]
}

/**
 * Whether the sun is down there: the guidebook's night is from sunset to sunrise. Good to some minutes (NOAA's short
 * formula); near the poles it may be always one.
 */
export function isNight(place: Point, at_ms: number): boolean {
  const days = at_ms / 86_400_000 - 10_957.5 // since noon of 1 January 2000
  const anomaly = (357.529 + 0.98560028 * days) * RAD
  const mean = 280.459 + 0.98564736 * days
  const longitude = (mean + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD
  const tilt = 23.439 * RAD
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude))
  const declination = Math.asin(Math.sin(tilt) * Math.sin(longitude))
  const sidereal = (280.46062 + 360.98564737 * days + place.lon) * RAD
  const lat = place.lat * RAD
  const height = Math.asin(
    Math.sin(lat) * Math.sin(declination) +
      Math.cos(lat) * Math.cos(declination) * Math.cos(sidereal - ascension),
  )
  return height / RAD < -0.833 // the upper edge, lifted by the air
}
