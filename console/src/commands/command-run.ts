/** How a command goes that was pressed: on its way, refused, or pressed once of twice. Pure. */

import type { Problem, Progress } from "../state/outbox.ts"

export interface CommandRun {
  readonly progress: Progress | null
  readonly problem: Problem | null
  /** Pressed once of twice. */
  readonly armed: boolean
}
export const RESTING: CommandRun = { progress: null, problem: null, armed: false }

/** Those that were refused, as they rest: a refusal is of the caller in hand, and what is on its way goes on. */
export const refusedRuns = (runs: Readonly<Record<string, CommandRun>>): readonly string[] =>
  Object.keys(runs).filter((id) => runs[id]?.problem != null && runs[id]?.progress === null)
