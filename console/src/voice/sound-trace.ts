/** The last seconds of a voice as heights, and whether anybody is heard. Pure: no sound is kept, only how loud it was. */

export const TRACE_MS = 100
/** Twelve seconds: a question and its answer. (ours) */
export const TRACE_LENGTH = 120
/** Louder than the noise of a line; what a level meter shows as its first fifth. (ours) */
export const HEARD_DB = -48
/** As long as a breath between two sentences: after it a voice counts as silent. (ours) */
export const QUIET_S = 3

/** With one more at its end, and never longer than it is drawn. */
export function withLevel(trace: readonly number[], level_db: number): readonly number[] {
  return [...trace.slice(1 - TRACE_LENGTH), level_db]
}

/** Seconds at the end of the trace in which nothing was heard: 0 while somebody speaks. */
export function quietSeconds(trace: readonly number[]): number {
  const last = trace.findLastIndex((level_db) => level_db > HEARD_DB)
  return Math.floor(((trace.length - 1 - last) * TRACE_MS) / 1000)
}

export type WhoIsHeard = "both" | "caller_silent" | "me_silent" | "both_silent" | "muted" | "no_sound"

/** What is said beside the meters. `heard` and `said` are traces; null without sound. */
export function heardOf(
  heard: readonly number[] | null,
  said: readonly number[] | null,
  muted: boolean,
): WhoIsHeard {
  if (heard === null || heard.length === 0) return "no_sound"
  const caller = quietSeconds(heard) < QUIET_S
  if (muted) return "muted"
  const me = said !== null && quietSeconds(said) < QUIET_S
  if (caller) return me ? "both" : "me_silent"
  return me ? "caller_silent" : "both_silent"
}

/** A path of bars about the middle of a box, the newest at its right end: −60 dB is a point, full scale the whole height. */
export function tracePath(trace: readonly number[], height: number): string {
  const middle = height / 2
  const first = TRACE_LENGTH - trace.length
  return trace
    .map((level_db, n) => {
      const half = Math.max(0.5, Math.min(1, Math.max(0, 1 + level_db / 60)) * middle)
      return `M${first + n + 0.5} ${(middle - half).toFixed(1)}v${(2 * half).toFixed(1)}`
    })
    .join("")
}
