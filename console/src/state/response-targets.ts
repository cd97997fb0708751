/**
 * The promises that a page shows before the server has made a watch of them: from when,
 * amber and red, by priority P0 to P3 (P4 promises as P3). Seconds. A watch of the board, where there is
 * one, carries the agency's own numbers and wins.
 */

export interface TargetLimits {
  readonly amber_s: number
  readonly red_s: number
}
type ByPriority = readonly [p0: TargetLimits, p1: TargetLimits, p2: TargetLimits, p3: TargetLimits]

const limits = (amber_s: number, red_s: number): TargetLimits => ({ amber_s, red_s })

export const ANSWER_TARGET = limits(6, 10)
export const LOCATION_TARGET = limits(30, 60)
export const ACKNOWLEDGE_TARGET = limits(10, 20)
export const CALL_BACK_TARGET = limits(60, 180)
export const ARREST_RECOGNITION_TARGET = limits(90, 120)
export const FIRST_COMPRESSION_TARGET = limits(150, 180)

export const OFFER_TARGETS: ByPriority = [limits(30, 45), limits(45, 60), limits(90, 120), limits(300, 420)]
export const FIRST_UNIT_TARGETS: ByPriority = [
  limits(45, 60),
  limits(70, 90),
  limits(140, 180),
  limits(480, 600),
]

export const CREW_ANSWER_TARGETS: ByPriority = [
  limits(15, 30),
  limits(15, 30),
  limits(30, 60),
  limits(30, 60),
]
export const DEPARTURE_TARGETS: ByPriority = [
  limits(60, 90),
  limits(60, 90),
  limits(120, 180),
  limits(120, 180),
]

/** Without a priority the doubt counts as danger: the strictest. */
export function targetFor(promise: ByPriority, priority: number | null | undefined): TargetLimits {
  return promise[Math.min(priority ?? 0, 3)] ?? promise[0]
}
