/** Whom a ring back could betray. Pure. */

import type { CallRow, CaseRow } from "../../protocol/generated.ts"

/** They cannot speak, asked to be written to first, or their incident is reserved (decision 0314). Who must never be rung is not listed. */
export function ringBetrays(
  call: Pick<CallRow, "cannot_speak" | "call_back" | "case">,
  cases: readonly Pick<CaseRow, "id" | "reserved">[],
): boolean {
  if (call.cannot_speak || call.call_back === "message_first") return true
  return cases.some((each) => each.id === call.case && each.reserved)
}
