/**
 * Waiting for an occupied desk: the sign-in is repeated until the person there gives it or is gone. Pure: what each answer
 * means for who waits.
 */

import type { Reply } from "../state/api.ts"
import { isDoubt } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"

/** How long one waits; a request stands two minutes on the server, and the last try comes before that. */
export const SEAT_WAIT_MS = 115_000
export const TRY_AGAIN_MS = 3_000

/** Who sits there, who has been asked since when. */
export interface SeatWaitState {
  readonly by: string
  readonly since_ms: number
}
export type SeatWaitStep =
  | { readonly kind: "in" }
  | {
      readonly kind: "wait"
      readonly wait: SeatWaitState /** Somebody else sits there now, who is asked by the next try. */
      readonly anew: boolean
    }
  /** They keep it: the request is gone. */
  | { readonly kind: "kept"; readonly by: string }
  /** Nobody answered in time. */
  | { readonly kind: "over"; readonly by: string }
  | { readonly kind: "refused"; readonly problem: Problem }

/** What the first answer means: null where it is not about an occupied desk. */
export function beginSeatWait(reply: Reply<unknown>, now_ms: number): SeatWaitState | null {
  if (reply.ok || reply.problem.code !== "desk_taken" || reply.problem.facts.asked !== "yes") return null
  return { by: byOf(reply.problem), since_ms: now_ms }
}

/** What a repeated answer means. `asked`: the try asked anew, for somebody else sits there. */
export function nextSeatWaitStep(
  before: SeatWaitState,
  reply: Reply<unknown>,
  now_ms: number,
  asked = false,
): SeatWaitStep {
  if (reply.ok) return { kind: "in" }
  const { problem } = reply
  const over = now_ms - before.since_ms >= SEAT_WAIT_MS
  if (isDoubt(problem))
    return over ? { kind: "over", by: before.by } : { kind: "wait", wait: before, anew: asked }
  if (problem.code !== "desk_taken") return { kind: "refused", problem }
  const by = byOf(problem)
  if (over) return { kind: "over", by }
  if (problem.facts.asked === "yes") return { kind: "wait", wait: { ...before, by }, anew: false }
  if (by !== before.by && !asked) return { kind: "wait", wait: { ...before, by }, anew: true }
  return { kind: "kept", by }
}

const byOf = (problem: Problem): string => (typeof problem.facts.by === "string" ? problem.facts.by : "")
