/**
 * The face of a promise: green before amber, amber before red, and after red how much is overdue. Pure: the time is handed in, so that every face can be tried.
 */

export type DeadlineFace = "still" | "in_time" | "soon" | "late"

export interface Deadline {
  /** When the promise began, milliseconds since 1970. */
  readonly since_ms: number
  /** Seconds after which it is nearly due, and due. Without them the clock only counts. */
  readonly amber_s?: number | null | undefined
  readonly red_s?: number | null | undefined
  /** When it was kept: the clock stands still there and keeps the colour it had. */
  readonly kept_ms?: number | null | undefined
}

export interface DeadlineView {
  readonly face: DeadlineFace
  readonly elapsed_s: number
  /** Seconds beyond red, 0 until then. */
  readonly over_s: number
  /** How much of the way to red is gone, 0 to 1. */
  readonly share: number
}

export function deadlineView(promised: Deadline, now_ms: number): DeadlineView {
  const end_ms = promised.kept_ms ?? now_ms
  // A beat may put the server a moment before the fact it has just told us of.
  const elapsed_s = Math.max(0, Math.floor((end_ms - promised.since_ms) / 1000))
  const { amber_s, red_s } = promised
  const over_s = red_s == null ? 0 : Math.max(0, elapsed_s - red_s)
  const share = red_s == null || red_s <= 0 ? 0 : Math.min(1, elapsed_s / red_s)
  if (red_s != null && elapsed_s >= red_s) return { face: "late", elapsed_s, over_s, share }
  if (amber_s != null && elapsed_s >= amber_s) return { face: "soon", elapsed_s, over_s, share }
  if (amber_s != null || red_s != null) return { face: "in_time", elapsed_s, over_s, share }
  return { face: "still", elapsed_s, over_s, share }
}

/** `0:41`, `12:05`, `1:02:03`: what a person reads aloud. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const s = String(whole % 60).padStart(2, "0")
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${s}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`
}

/** Milliseconds since 1970 of an ISO time, a number, or nothing. */
export function parseInstant(at: string | number | null | undefined): number | null {
  if (at == null) return null
  const ms = typeof at === "number" ? at : Date.parse(at)
  return Number.isFinite(ms) ? ms : null
}
