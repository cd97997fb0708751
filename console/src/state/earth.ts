/**
 * Geometry on the earth: distance, bearing, destination, circles and rings. Pure; the only module that knows how large the
 * earth is. Distances and bearings are those of a sphere (0.5 % at most); destinations are those of WGS 84, because the
 * protective distances of a guidebook are drawn by them.
 */

import type { Point } from "../protocol/generated.ts"

/** Radians in a degree. */
export const RADIANS = Math.PI / 180
/** Mean radius of the earth (IUGG). */
const EARTH_M = 6_371_008.8
const METRES_A_DEGREE = EARTH_M * RADIANS
/** WGS 84: half its greater axis, and its eccentricity squared. */
const AXIS_M = 6_378_137
const E2 = 0.00669437999014

/** Metres along the great circle (haversine). */
export function distance_m(a: Point, b: Point): number {
  const dlat = (b.lat - a.lat) * RADIANS
  const dlon = (b.lon - a.lon) * RADIANS
  const h =
    Math.sin(dlat / 2) ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(dlon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** The course at the start of the great circle, degrees clockwise from north: 0 to 360. */
export function bearing_deg(from: Point, to: Point): number {
  const turn = (to.lon - from.lon) * RADIANS
  const east = Math.sin(turn) * Math.cos(to.lat * RADIANS)
  const north =
    Math.cos(from.lat * RADIANS) * Math.sin(to.lat * RADIANS) -
    Math.sin(from.lat * RADIANS) * Math.cos(to.lat * RADIANS) * Math.cos(turn)
  return (Math.atan2(east, north) / RADIANS + 360) % 360
}

/**
 * The point at a bearing (degrees from north) and a distance: by the radii and the course of halfway (Gauss's mid-latitude
 * formula). Within a metre of the geodesic for what the guidebook's tables hold.
 */
export function destinationPoint(from: Point, bearing: number, metres: number): Point {
  const start = from.lat * RADIANS
  let lat = start
  let turned = 0
  for (let round = 0; round < 3; round++) {
    const half = (start + lat) / 2
    const course = bearing * RADIANS + (turned * Math.sin(half)) / 2
    const bent = 1 - E2 * Math.sin(half) ** 2
    lat = start + (metres * Math.cos(course) * bent ** 1.5) / (AXIS_M * (1 - E2))
    turned = (metres * Math.sin(course) * Math.sqrt(bent)) / (AXIS_M * Math.cos(half))
  }
  return { lat: lat / RADIANS, lon: from.lon + turned / RADIANS }
}

/** A circle on the ground as a closed ring of [lon, lat]. */
export function circleRing(centre: Point, radius_m: number, steps: number): [number, number][] {
  return closedRing(
    Array.from({ length: steps }, (_, step) => destinationPoint(centre, (step * 360) / steps, radius_m)),
  )
}

/** Corners as a ring of [lon, lat] whose last point is its first. */
export function closedRing(points: readonly Point[]): [number, number][] {
  const ring = points.map((point): [number, number] => [point.lon, point.lat])
  return [...ring, ...ring.slice(0, 1)]
}

/** Metres east and north of an origin. */
export type Metres = readonly [east: number, north: number]
export interface LocalPlane {
  toMetres(point: Point): Metres
  toPoint(metres: Metres): Point
}
/** The plane that touches the earth at an origin: good to a part in a thousand within some kilometres. */
export function localPlane(origin: Point): LocalPlane {
  const lon_m = METRES_A_DEGREE * Math.max(0.01, Math.cos(origin.lat * RADIANS))
  return {
    toMetres: ({ lat, lon }) => [(lon - origin.lon) * lon_m, (lat - origin.lat) * METRES_A_DEGREE],
    toPoint: ([east, north]) => ({
      lat: origin.lat + north / METRES_A_DEGREE,
      lon: origin.lon + east / lon_m,
    }),
  }
}

/** The middle of the corners of a ring: where a word about an area stands. */
export function ringMiddle(ring: readonly Point[]): Point {
  const sum = ring.reduce((a, b) => ({ lat: a.lat + b.lat, lon: a.lon + b.lon }), { lat: 0, lon: 0 })
  return { lat: sum.lat / ring.length, lon: sum.lon / ring.length }
}

/** Whether a place lies in a ring: by the parity of the sides that a line to the west crosses. */
export function isInsideRing(ring: readonly Point[], { lat, lon }: Point): boolean {
  return ring.reduce((within, a, nth) => {
    const b = ring[(nth + 1) % ring.length] as Point
    const crosses =
      a.lat > lat !== b.lat > lat && lon < ((b.lon - a.lon) * (lat - a.lat)) / (b.lat - a.lat) + a.lon
    return crosses ? !within : within
  }, false)
}

/** Sixteen points of the compass, clockwise from north. */
export const COMPASS_POINTS: readonly string[] = [
  ...["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE"],
  ...["S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"],
]

/** The point of the compass that lies that way. */
export function compassPointOf(bearing: number): string {
  return COMPASS_POINTS[Math.round(bearing / 22.5) % 16] ?? "N"
}

export const EIGHT_DIRECTIONS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const
export type Direction = (typeof EIGHT_DIRECTIONS)[number]

/** The one of eight directions that is nearest to a bearing in degrees from north. */
export function eighthOf(bearing: number): Direction {
  return EIGHT_DIRECTIONS[Math.round(bearing / 45) % EIGHT_DIRECTIONS.length] ?? "n"
}
