/** Which of a phone's many fixes are worth a fact. Pure. */

import type { Position } from "../../protocol/generated.ts"
import { distance_m } from "../../state/earth.ts"

/** A fix is worth reporting when it is this much nearer the truth, this far from the last, or this much later. */
const BETTER = 0.7
const MOVED_M = 25
const LATER_MS = 30_000

/** Whether a new fix says something that the last one did not. */
export function shouldReportPhoneFix(last: Position | null, next: Position): boolean {
  if (last === null) return true
  const better = (next.uncertainty_m ?? Infinity) < BETTER * (last.uncertainty_m ?? Infinity)
  const later_ms = Date.parse(next.at) - Date.parse(last.at)
  return better || later_ms >= LATER_MS || distance_m(last.point, next.point) >= MOVED_M
}
