/** How far and which way, as it is said beside a thing on a list. Pure. */

import type { Point } from "../protocol/generated.ts"
import { bearing_deg, type Direction, distance_m, eighthOf } from "../state/earth.ts"

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
  return { metres, toward: eighthOf(bearing_deg(from, to)) }
}
