/** What protocols want of the call besides its questions: the words that begin it, and what is taken of it. Pure. */

import type { LocalizedText, Protocol } from "../../engine/content.ts"
import type { CallRow, CaseRow } from "../../protocol/generated.ts"

interface AskedRun {
  readonly row: { readonly answers: Readonly<Record<string, string>> }
  readonly interview: { readonly protocol: Pick<Protocol, "greeting" | "capture"> } | undefined
}

/**
 * The words that begin a call, until its caller has answered something: those of its interview, and of the entry of calls while
 * there is none. An interview to which answers have led begins no call.
 */
export function greetingOf(
  runs: readonly AskedRun[],
  entry: Pick<Protocol, "greeting"> | undefined,
): LocalizedText | undefined {
  if (runs.length === 0) return entry?.greeting
  const answered = runs.some(({ row }) => Object.keys(row.answers).length > 0)
  return answered ? undefined : runs.at(-1)?.interview?.protocol.greeting
}

/** What call and case know already. */
interface Known {
  readonly call: Pick<CallRow, "phone" | "caller_name" | "attachments" | "position"> | undefined
  readonly case: Pick<CaseRow, "type" | "location"> | undefined
}
const KNOWN: Readonly<Record<string, (of: Known) => unknown>> = {
  callback_number: ({ call }) => call?.phone,
  caller_name: ({ call }) => call?.caller_name,
  photo_link: ({ call }) => call?.attachments.length,
  chief_complaint: ({ case: it }) => it?.type,
  location_verified: ({ case: it }) => it?.location?.degree === "agreed",
  exact_location: ({ case: it }) => it?.location?.degree === "agreed",
  coordinates_with_error: ({ call, case: it }) => it?.location?.point ?? call?.position,
  direction: ({ case: it }) => it?.location?.heading,
}

/** What the protocols of a case want taken and neither call nor case knows yet, each once, in the order of the protocols. */
export function toTake(runs: readonly AskedRun[], known: Known): readonly string[] {
  const all = new Set(runs.flatMap(({ interview }) => interview?.protocol.capture ?? []))
  return [...all].filter((code) => !KNOWN[code]?.(known))
}
