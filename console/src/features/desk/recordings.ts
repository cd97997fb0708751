/** Which recording says a step to this caller. Pure. */

import { type Text, wording } from "../../engine/content.ts"

export interface Recording {
  readonly digest: string
  readonly language: string
  readonly seconds: number
  readonly draft: boolean
}
/** Of one version of a card: step, language. */
export type OfCard = Readonly<Record<string, Readonly<Record<string, Recording>>>>

/**
 * In the caller's language; only where the step has no words in it either, in the language that stands on screen
 * instead, and else in any: what is heard is never in another language than it could be read in.
 */
export function recordingFor(
  known: OfCard | undefined,
  step: string,
  say: Text,
  language: string,
): Recording | undefined {
  const found = known?.[step]
  if (found === undefined) return undefined
  const shown = wording(say, language).language
  const theirs = shown === language || shown === language.split("-")[0]
  return found[shown] ?? (theirs ? undefined : Object.values(found)[0])
}

/** How a call stands, as far as whoever would hear a recording goes. */
export interface Hearing {
  readonly call: { readonly state: string } | undefined
  readonly spoken: boolean
  readonly line: string
}

/** Why nobody would hear it, or true. The server holds the same of the call (`app/playing.py`). */
export function audible({ call, spoken, line }: Hearing) {
  if (call === undefined || call.state === "ended") return "desk.why_no_call"
  if (!spoken) return "voice.why_not_spoken"
  if (call.state === "held" || call.state === "consulting") return "desk.why_held"
  if (call.state !== "answered") return "desk.why_no_call"
  return line === "up" || line === "apart" ? true : "desk.why_no_line"
}
