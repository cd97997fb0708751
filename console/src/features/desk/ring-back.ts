/** Whom a ring back could betray. Pure. */

import type { CallRow, CaseRow } from "../../protocol/generated.ts"

/** The number that a desk is told to ring when the line is dead; null: it must be written to first, or never rung. */
export function numberToRing(call: Pick<CallRow, "phone" | "call_back">): string | null {
  return call.call_back === "ring" ? call.phone : null
}

/** They cannot speak, asked to be written to first, or their incident is reserved (decision 0314). Who must never be rung is not listed. */
export function ringBetrays(
  call: Pick<CallRow, "cannot_speak" | "call_back" | "case">,
  cases: readonly Pick<CaseRow, "id" | "reserved">[],
): boolean {
  if (call.cannot_speak || call.call_back === "message_first") return true
  return cases.some((each) => each.id === call.case && each.reserved)
}
