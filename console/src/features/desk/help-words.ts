/** Whether a step of a card says that help is being sent: true only once it was. Pure. */

import type { LocalizedText } from "../../engine/content.ts"

/** The words by which the cards say it, in the language that every text has. */
const SENDING = "Estoy enviando ayuda"

/** The step says it, and nothing has been sent for the case: the operator is told before it is read aloud. */
export function saysTooEarly(say: LocalizedText | undefined, helpSent: boolean): boolean {
  return !helpSent && (say?.es?.includes(SENDING) ?? false)
}
