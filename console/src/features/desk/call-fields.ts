/** Whose fields these are: what was half written for one caller is never in front of the next. Pure. */

/** What the desk has under hand. */
export interface UnderHand {
  readonly call: string | undefined
  readonly case: string | undefined
}

/** The same caller or incident goes on: a call gets its incident, an incident outlives its call, a call changes incident. */
export function goesOn(before: UnderHand, now: UnderHand): boolean {
  const isIdle = (one: UnderHand) => one.call === undefined && one.case === undefined
  if (isIdle(before) || isIdle(now)) return isIdle(before) && isIdle(now)
  // Another caller of the same incident is another caller.
  if (before.call !== undefined && now.call !== undefined) return before.call === now.call
  return before.case !== undefined && before.case === now.case
}
