/** The priority of the case in hand, as far as it is known: what stands on it, and what the answers on screen prove beyond it. Pure. */

import type { CaseRow, Priority } from "../../protocol/generated.ts"

/**
 * Null while nothing is proved or set. What the case has recorded as proved adds nothing: a person may have lowered it since,
 * and every other page shows what they set. `repeat`: the interview is of a call that was joined to a case.
 */
export function provenPriority(
  incident: Pick<CaseRow, "priority" | "provisional" | "proved"> | undefined,
  answers: Priority | null,
  repeat: boolean,
): Priority | null {
  const stands = incident === undefined || incident.provisional ? null : incident.priority
  if (answers === null || (incident?.proved != null && incident.proved <= answers)) return stands
  // That a repeat tells nothing new is no priority: without one the strictest clocks run (workflows/triage_results.py).
  if (repeat && stands === null && answers > 1) return null
  return stands === null ? answers : (Math.min(stands, answers) as Priority)
}
