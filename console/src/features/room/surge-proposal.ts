/** When the room is told that one kind of event brings many calls, by the protocols that say so (`surge`, decision 0372). Pure. */

import type { LocalizedText } from "../../engine/content.ts"
import type { CaseRow } from "../../protocol/generated.ts"

/** Calls of one protocol in an hour at which it is told (ours). */
const SURGE_CALLS = 10
const WITHIN_MS = 3_600_000

export interface SurgeContent {
  readonly types: Readonly<Record<string, { readonly protocol?: string | null }>>
  readonly protocols: Readonly<Record<string, { readonly surge?: boolean; readonly title: LocalizedText }>>
}
export interface SurgeProposal {
  readonly title: LocalizedText
  readonly calls: number
}

/** The protocol that brings most calls in open cases of the last hour, where it is one for a surge and they are many. */
export function surgeProposal(
  cases: readonly Pick<CaseRow, "type" | "state" | "opened_at" | "calls">[],
  { types, protocols }: SurgeContent,
  now_ms: number,
): SurgeProposal | undefined {
  const counts = new Map<string, number>()
  for (const each of cases) {
    const protocol = types[each.type ?? ""]?.protocol ?? ""
    if (
      each.state !== "open" ||
      now_ms - Date.parse(each.opened_at) > WITHIN_MS ||
      !protocols[protocol]?.surge
    )
      continue
    counts.set(protocol, (counts.get(protocol) ?? 0) + each.calls.length)
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  if (most === undefined || most[1] < SURGE_CALLS) return undefined
  const title = protocols[most[0]]?.title
  return title && { title, calls: most[1] }
}
