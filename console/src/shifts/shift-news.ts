/** Which news of swaps were read on this machine. Pure. */

import type { SwapNews } from "../protocol/generated.ts"

/** A name for each thing that is told: another step, or another count, is told again. */
export function newsKeys(news: SwapNews): readonly string[] {
  const steps = news.swaps.map((one) => `${one.swap} ${one.state}`)
  return news.decisions > 0 ? [...steps, `decisions ${news.decisions}`] : steps
}

/** Those that are told still, of all that were read: the list does not grow for ever. */
export function readStill(read: readonly string[], news: SwapNews): readonly string[] {
  const told = new Set(newsKeys(news))
  return read.filter((key) => told.has(key))
}
