/**
 * The promises of console.md 6 that a page shows before the server has made a watch of them: from when,
 * amber and red, by priority P0 to P3 (P4 promises as P3). Seconds. A watch of the board, where there is
 * one, carries the agency's own numbers and wins.
 */

export interface Limits {
  readonly amber_s: number
  readonly red_s: number
}
type ByPriority = readonly [p0: Limits, p1: Limits, p2: Limits, p3: Limits]

const limits = (amber_s: number, red_s: number): Limits => ({ amber_s, red_s })

export const ANSWER = limits(6, 10)
export const PLACE = limits(30, 60)
export const ACKNOWLEDGE = limits(10, 20)
export const CALL_BACK = limits(60, 180)
export const ARREST_RECOGNISED = limits(90, 120)
export const FIRST_COMPRESSION = limits(150, 180)

export const OFFER: ByPriority = [limits(30, 45), limits(45, 60), limits(90, 120), limits(300, 420)]
export const FIRST_UNIT: ByPriority = [limits(45, 60), limits(70, 90), limits(140, 180), limits(480, 600)]
export const ACCEPT: ByPriority = [limits(10, 20), limits(20, 40), limits(60, 120), limits(120, 300)]
export const NO_UNIT: ByPriority = [limits(15, 30), limits(30, 60), limits(300, 600), limits(1200, 2400)]

export const CREW_ANSWERS: ByPriority = [limits(15, 30), limits(15, 30), limits(30, 60), limits(30, 60)]
export const DEPARTS: ByPriority = [limits(60, 90), limits(60, 90), limits(120, 180), limits(120, 180)]

/** Without a priority the doubt counts as danger: the strictest. */
export function of(promise: ByPriority, priority: number | null | undefined): Limits {
  return promise[Math.min(priority ?? 0, 3)] ?? promise[0]
}
