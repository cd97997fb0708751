/** Which news of swaps were read on this machine. Pure. */

import type { ShownSwap, SwapNews } from "../protocol/generated.ts"

export const stepKey = (one: ShownSwap): string => `${one.swap} ${one.state}`
export const decisionsKey = (news: SwapNews): string => `decisions ${news.decisions}`

/** A name for each thing that is told: another step, or another count, is told again. */
export function newsKeys(news: SwapNews): readonly string[] {
  const steps = news.swaps.map(stepKey)
  return news.decisions > 0 ? [...steps, decisionsKey(news)] : steps
}

/** Those that are told still, of all that were read: the list does not grow for ever. */
export function readStill(read: readonly string[], news: SwapNews): readonly string[] {
  const told = new Set(newsKeys(news))
  return read.filter((key) => told.has(key))
}
