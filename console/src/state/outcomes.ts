/** How a service's work went, in the order of its keys: the words of `dispatch.outcome`. */

import type { TaskOutcome } from "../protocol/generated.ts"

export const OUTCOMES = [
  "attended",
  "transported",
  "handed_over",
  "not_needed",
  "not_found",
  "care_refused",
  "false_alarm",
  "other",
] as const satisfies readonly TaskOutcome[]
