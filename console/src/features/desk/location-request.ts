/** Where the network was asked for the telephone of a call: what the desk waits for, and what did not come. Pure. */

import type { CallRow, LocationFailure } from "../../protocol/generated.ts"

type Asked = Pick<CallRow, "location_request" | "location_failures" | "known_fixes">

/** A request of this desk has no answer yet. */
export function isPending(call: Asked | undefined): boolean {
  return call?.location_request != null && call.location_request.ended_at == null
}

/** What is said beside the address: location servers that gave no position, until one of them gives one. */
export function shownFailures(call: Asked | undefined): readonly LocationFailure[] {
  if (!call) return []
  const located_ms = Math.max(
    ...call.known_fixes
      .filter(({ position }) => position.source === "held")
      .map(({ position }) => Date.parse(position.received_at ?? position.at)),
  )
  const earlier = located_ms === Number.NEGATIVE_INFINITY ? call.location_failures : []
  const { failure, ended_at } = call.location_request ?? {}
  const latest = failure && ended_at && Date.parse(ended_at) > located_ms ? [failure] : []
  return [...earlier.filter((each) => !latest.some((last) => isSame(each, last))), ...latest]
}

function isSame(one: LocationFailure, other: LocationFailure): boolean {
  return one.server === other.server && one.code === other.code && one.reason === other.reason
}
