/**
 * Keys that a caller presses, as answers: those that follow one another closely are one. What one tap or two mean is
 * what the card has agreed with them aloud («un toque es sí, dos toques es no»), so nothing is read into a key here.
 */

import type { KeyPress } from "../../protocol/generated.ts"

/** Longer than a slow finger between two taps, shorter than a question read aloud. */
const GAP_MS = 1_500

export interface DtmfAnswer {
  readonly at: string
  readonly keys: readonly string[]
}

/** Oldest first; `at` is the first key of each. */
export function dtmfAnswers(keys: readonly KeyPress[]): readonly DtmfAnswer[] {
  const found: { at: string; keys: string[] }[] = []
  let last_ms = Number.NEGATIVE_INFINITY
  for (const { key, at } of keys) {
    const at_ms = Date.parse(at)
    if (at_ms - last_ms > GAP_MS) found.push({ at, keys: [] })
    found.at(-1)?.keys.push(key)
    last_ms = at_ms
  }
  return found
}
