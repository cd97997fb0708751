/**
 * Whether the caller in hand may be who waits to be called back: the same number, which the network does not assert for
 * both calls, so that the server joins nothing by itself. Pure. A person joins them by one key (decision 0245).
 */

import type { CallRow } from "../../protocol/generated.ts"

/** As the server does it for asserted numbers (`auxilio.workflows.call_answering`). */
const RETRY_WITHIN_MS = 30 * 60_000

export type RetriedCall = Pick<
  CallRow,
  "id" | "number" | "state" | "mode" | "phone" | "phone_known_by" | "rang_at" | "disposition"
>

/** The newest unanswered call of the same number that nobody has put aside for this one. */
export function findRetriedCall<C extends RetriedCall>(
  call: RetriedCall | undefined,
  calls: readonly C[],
  aside: ReadonlySet<string>,
): C | undefined {
  if (!call?.phone) return undefined
  const rang_ms = Date.parse(call.rang_at)
  return calls
    .filter((each) => {
      const before_ms = rang_ms - Date.parse(each.rang_at)
      const waits = each.state === "abandoned" && !each.disposition && each.id !== call.id
      const alike = each.phone === call.phone && each.mode === call.mode
      const asserted =
        each.phone_known_by === "network_asserted" && call.phone_known_by === "network_asserted"
      const soon = before_ms >= 0 && before_ms <= RETRY_WITHIN_MS
      return waits && alike && soon && !asserted && !aside.has(`${call.id} ${each.id}`)
    })
    .sort((a, b) => b.rang_at.localeCompare(a.rang_at))[0]
}
