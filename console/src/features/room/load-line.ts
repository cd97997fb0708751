/** The lines of the wall: what is drawn of the last hours and of the usual. Pure. */

import type { CallLoad } from "../../protocol/generated.ts"

export interface LoadLine {
  /** Of the quarters that are over, oldest first; null where nobody waited. */
  readonly today: readonly (number | null)[]
  readonly usual: readonly (number | null)[]
  /** The quarter that runs: not drawn with the others, for it is not over. */
  readonly running: number | null
  readonly usualNow: number | null
  /** When the first quarter began. */
  readonly since: string
  readonly until: string
}

export function loadLine(load: CallLoad, of: "calls" | "wait_s"): LoadLine {
  const today = load.slots.map((slot) => slot[of])
  const usual = load.usual.map((slot) => slot[of])
  const running = load.slots.at(-1)
  return {
    today: today.slice(0, -1),
    usual: usual.slice(0, -1),
    running: today.at(-1) ?? null,
    usualNow: usual.at(-1) ?? null,
    since: load.slots[0]?.since ?? load.at,
    until: running?.since ?? load.at,
  }
}

const STEPS = [1, 2, 5, 10] as const

/** The top of the scale: one, two or five of a power of ten, and never under `least`. */
export function topOf(values: readonly (number | null)[], least: number): number {
  const most = Math.max(least, ...values.map((value) => value ?? 0))
  const power = 10 ** Math.floor(Math.log10(most))
  return (STEPS.find((step) => step * power >= most) ?? 10) * power
}

export interface Frame {
  readonly width: number
  readonly height: number
  readonly top: number
}

/** The path of a line; a quarter without a value is a gap, and one between two gaps a point. */
export function pathOf(values: readonly (number | null)[], { width, height, top }: Frame): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0
  let path = ""
  let drawing = false
  for (const [n, value] of values.entries()) {
    if (value === null) {
      drawing = false
      continue
    }
    const at = `${round(n * step)} ${round(height - (Math.min(value, top) / top) * height)}`
    path += drawing ? `L${at}` : `M${at}h0.01`
    drawing = true
  }
  return path
}
function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** The last value of a line that is known, and how high it stands, as a share of the scale. */
export function lastOf(values: readonly (number | null)[], top: number): number | null {
  const last = values.findLast((value) => value !== null) ?? null
  return last === null ? null : Math.min(last, top) / top
}
