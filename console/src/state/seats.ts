/** Who would like to sit at an occupied desk, as far as the person who sits here decides it. Pure. */

import type { SeatRow } from "../protocol/generated.ts"
import type { SeatedPerson } from "./authority.ts"

/** One request for a seat. */
export interface SeatRequest {
  readonly desk: string
  /** Who asks. */
  readonly person: string
  readonly name: string
  /** Who sits there now. */
  readonly there: string
  readonly at: string
  /** The viewer's own desk. */
  readonly own: boolean
}

/**
 * The requests that still stand, the viewer's own desk first, then the oldest. Of other desks only with `all`, which is for
 * the room lead.
 */
export function seatRequestsFor(
  rows: readonly SeatRow[],
  sitter: SeatedPerson & { readonly mode: string },
  all: boolean,
  now_ms: number,
): readonly SeatRequest[] {
  return rows
    .filter((seat) => seat.mode === sitter.mode)
    .filter((seat) => all || (seat.id === sitter.desk && seat.person === sitter.person.id))
    .flatMap((seat) =>
      seat.requests
        .filter((each) => Date.parse(each.until) > now_ms)
        .map((each) => ({
          desk: seat.id,
          person: each.person,
          name: each.name,
          there: seat.name ?? "",
          at: each.at,
          own: seat.id === sitter.desk,
        })),
    )
    .sort((a, b) => Number(b.own) - Number(a.own) || a.at.localeCompare(b.at))
}
