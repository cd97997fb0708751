/** Which of a phone's many fixes are worth a fact. Pure. */

import type { Position } from "../../protocol/generated.ts"

/** A fix is worth reporting when it is this much nearer the truth, this far from the last, or this much later. */
const BETTER = 0.7
const MOVED_M = 25
const LATER_MS = 30_000
const EARTH_M = 6_371_008.8

/** Whether a new fix says something that the last one did not. */
export function worthReporting(last: Position | null, next: Position): boolean {
  if (last === null) return true
  const better = (next.uncertainty_m ?? Infinity) < BETTER * (last.uncertainty_m ?? Infinity)
  const later_ms = Date.parse(next.at) - Date.parse(last.at)
  return better || later_ms >= LATER_MS || away_m(last, next) >= MOVED_M
}

/** Small distances only, so that a flat Earth will do. */
function away_m(a: Position, b: Position): number {
  const radians = Math.PI / 180
  const north = (b.point.lat - a.point.lat) * radians
  const east = (b.point.lon - a.point.lon) * radians * Math.cos(a.point.lat * radians)
  return EARTH_M * Math.hypot(north, east)
}
