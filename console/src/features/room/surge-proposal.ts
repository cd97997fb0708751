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
type Incident = Pick<CaseRow, "type" | "state" | "opened_at" | "calls">

/** A UUIDv7: its first 48 bits are the moment at which it was made, in milliseconds (RFC 9562, 5.7). */
const BORN = /^([0-9a-f]{8})-([0-9a-f]{4})-7/

/** When a call came. One whose id tells no time counts from the opening of its incident. */
function cameAt(call: string, incident: Incident): number {
  const [, high, low] = BORN.exec(call) ?? []
  return high && low ? Number.parseInt(high + low, 16) : Date.parse(incident.opened_at)
}

/** The protocol of open incidents that brought most calls in the last hour, where it is one for a surge and they are many. */
export function surgeProposal(
  cases: readonly Incident[],
  { types, protocols }: SurgeContent,
  now_ms: number,
): SurgeProposal | undefined {
  const counts = new Map<string, number>()
  for (const each of cases) {
    const protocol = types[each.type ?? ""]?.protocol ?? ""
    if (each.state !== "open" || !protocols[protocol]?.surge) continue
    const recent = each.calls.filter((call) => now_ms - cameAt(call, each) <= WITHIN_MS)
    counts.set(protocol, (counts.get(protocol) ?? 0) + recent.length)
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  if (most === undefined || most[1] < SURGE_CALLS) return undefined
  const title = protocols[most[0]]?.title
  return title && { title, calls: most[1] }
}
