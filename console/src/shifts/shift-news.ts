/** Which news of swaps were read on this machine. Pure. */

import type { ShownSwap, SwapNews } from "../protocol/generated.ts"

export const stepKey = (one: ShownSwap): string => `${one.swap} ${one.state}`
export const decisionKey = (swap: string): string => `decide ${swap}`

/** A name for each thing that is told: another step, or another swap to decide, is told again. */
export function newsKeys(news: SwapNews): readonly string[] {
  return [...news.swaps.map(stepKey), ...news.decisions.map(decisionKey)]
}

/** Those that are told still, of all that were read: the list does not grow for ever. */
export function readStill(read: readonly string[], news: SwapNews): readonly string[] {
  const told = new Set(newsKeys(news))
  return read.filter((key) => told.has(key))
}
