/** When what may be begun is another: a protocol is in force from its first day to its last (`effective`). Pure. */

/** Soon enough after midnight that the clocks of page and server agree on the day. (ours) */
const AFTER_MS = 10_000

/** From `at` until the content of the next day is to be brought, by the clock of this machine. */
export function untilNextDay_ms(at: Date): number {
  const next = new Date(at)
  next.setHours(24, 0, 0, 0)
  return next.getTime() - at.getTime() + AFTER_MS
}
