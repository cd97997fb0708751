/** How far and which way, as it is said beside a thing on a list. Pure. */

import type { Point } from "../protocol/generated.ts"
import { bearing_deg, distance_m } from "../state/earth.ts"

export const EIGHT_DIRECTIONS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const
export type Direction = (typeof EIGHT_DIRECTIONS)[number]

export interface DistanceAndDirection {
  readonly metres: number
  /** Null where the two are the same place: nothing lies in a direction from itself. */
  readonly toward: Direction | null
}

/** Nearer than a street is wide no direction is worth saying. */
const HERE_M = 10

/** From one place to another: metres, and one of eight directions from north. */
export function distanceAndDirection(from: Point, to: Point): DistanceAndDirection {
  const metres = distance_m(from, to)
  if (metres < HERE_M) return { metres, toward: null }
  const eighth = Math.round(bearing_deg(from, to) / 45)
  return {
    metres,
    toward: EIGHT_DIRECTIONS[eighth % EIGHT_DIRECTIONS.length] ?? null,
  }
}
