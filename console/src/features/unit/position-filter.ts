/** Which fixes of the vehicle are worth the battery and the network. Pure. */

import type { Point } from "../../protocol/generated.ts"
import { distance_m } from "../../state/earth.ts"

export interface UnitFix {
  readonly point: Point
  readonly at_ms: number
  readonly accuracy_m: number
}

/** A board draws a position dotted after a minute: a standing vehicle says twice before that that it is there. */
export const STANDING_MS = 25_000
/** A vehicle at 100 km/h has gone 140 m meanwhile: near enough for a map and a travel time. */
export const MOVING_MS = 5_000
export const MOVED_M = 25
/** Over this the fix is a district, and no place of a vehicle. */
export const ACCURACY_MAX_M = 2_000
/** Whether this fix is reported, after the last one that was. */
export function shouldReportUnitFix(last: UnitFix | null, fix: UnitFix): boolean {
  if (fix.accuracy_m > ACCURACY_MAX_M) return false
  if (last === null) return true
  const gone_ms = fix.at_ms - last.at_ms
  if (gone_ms >= STANDING_MS) return true
  return gone_ms >= MOVING_MS && distance_m(last.point, fix.point) >= MOVED_M
}
