/** Where a practice alone stands, as its trainee sees it: pure. */

import type { PracticeSession } from "../protocol/generated.ts"

/** `waits`: nobody has rung yet; `calling`: somebody rings or is on the line; `over`: nobody is any more; null: there is none. */
export type PracticePhase = "waits" | "calling" | "over" | null

export interface KnownCall {
  readonly id: string
  readonly state: string
}
const FINISHED: ReadonlySet<string> = new Set(["ended", "abandoned", "called_back", "refused"])

/** The practices without a trainer of this person, the newest first, as the server gives them. */
export function ownPractices(
  sessions: readonly PracticeSession[],
  person: string | undefined,
): readonly PracticeSession[] {
  return sessions.filter(
    (one) => one.trainer === null && one.trainees.some((trainee) => trainee.person === person),
  )
}

/** `known`: calls of the board, which a call leaves some time after its end. `callsOver`: practices of which the server says
 * that nobody calls any more. */
export function phaseOf(
  newest: PracticeSession | undefined,
  known: readonly KnownCall[],
  callsOver: readonly string[],
): PracticePhase {
  if (newest === undefined || newest.state === "ended") return null
  const calls = (newest.incidents ?? []).flatMap((one) => one.calls)
  if (calls.length === 0) return "waits"
  if (callsOver.includes(newest.id)) return "over"
  const own = known.filter((one) => calls.includes(one.id))
  return own.length > 0 && own.every((one) => FINISHED.has(one.state)) ? "over" : "calling"
}
