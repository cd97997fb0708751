/** Which recording says a step to this caller. Pure. */

import { type LocalizedText, wording } from "../../engine/content.ts"
import { primaryLanguage } from "../../kit/primary-language.ts"

export interface CardRecording {
  readonly digest: string
  readonly language: string
  readonly seconds: number
  readonly draft: boolean
}
/** Of one version of a card: step, language. */
export type CardRecordings = Readonly<Record<string, Readonly<Record<string, CardRecording>>>>

/**
 * In the caller's language; only where the step has no words in it either, in the language that stands on screen
 * instead, and else in any: what is heard is never in another language than it could be read in.
 */
export function recordingFor(
  known: CardRecordings | undefined,
  step: string,
  say: LocalizedText,
  language: string,
): CardRecording | undefined {
  const found = known?.[step]
  if (found === undefined) return undefined
  const shown = wording(say, language).language
  const theirs = shown === language || shown === primaryLanguage(language)
  return found[shown] ?? (theirs ? undefined : Object.values(found)[0])
}

/** How a call stands, as far as whoever would hear a recording goes. */
export interface PlaybackConditions {
  readonly call: { readonly state: string } | undefined
  readonly spoken: boolean
  readonly line: string
}

/** Why nobody would hear it, or true. The server holds the same of the call (`workflows/card_audience.py`). */
export function playbackRefusal({ call, spoken, line }: PlaybackConditions) {
  if (call === undefined || call.state === "ended") return "desk.why_no_call"
  if (!spoken) return "voice.why_not_spoken"
  if (call.state === "held" || call.state === "consulting") return "desk.why_held"
  if (call.state !== "answered") return "desk.why_no_call"
  return line === "up" || line === "apart" ? true : "desk.why_no_line"
}
