/** Which words of a step a story quotes. Pure. */

import { type CardStep, type LocalizedText, writtenWords } from "./content.ts"

const MARKED_ON_PAGE = "calls.call.caller_marked"

/** What is marked on a page is a step as it was read there; every other step was said. */
export function stepQuoted(
  step: Pick<CardStep, "say" | "by_voice" | "write">,
  { kind }: { readonly kind: string },
): LocalizedText {
  return (kind === MARKED_ON_PAGE && writtenWords(step)) || step.say
}
