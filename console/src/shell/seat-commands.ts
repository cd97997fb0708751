/** A seat is given or kept: by the person at the desk on every page, by the room lead in the room. */

import type { KeyBinding } from "../commands/keys.ts"
import type { ConsoleCommand } from "../commands/registry.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import type { Answer } from "../state/outbox.ts"
import type { SeatRequest } from "../state/seats.ts"

/** They are no letters of the Alt table: each of those has its one meaning on the page beneath. */
const GIVE: KeyBinding = { code: "KeyG", ctrl: true }
const KEEP: KeyBinding = { code: "KeyH", ctrl: true }

export interface SeatActions {
  give(ask: SeatRequest): Promise<Answer>
  keep(ask: SeatRequest): Promise<Answer>
  deskName(desk: string): string
}

/** The keys are about the first request; others are chosen by their buttons or in the command bar. */
export const seatCommandId = (verb: "give" | "keep", ask: SeatRequest, first: boolean): string =>
  first ? `shell.seat_${verb}` : `shell.seat_${verb}:${ask.desk}:${ask.person}`

export function seatCommands(asks: readonly SeatRequest[], seats: SeatActions): readonly ConsoleCommand[] {
  return asks.flatMap((ask, nth): readonly ConsoleCommand[] => {
    const facts = () => ({ name: ask.name, desk: seats.deskName(ask.desk) })
    const about = () => `${ask.desk} ${ask.person} ${ask.at}`
    const permission = PERMISSION.SEAT_GIVE
    return [
      {
        id: seatCommandId("give", ask, nth === 0),
        label: "seat.give",
        facts,
        ...(nth === 0 ? { key: GIVE } : {}),
        permission,
        sends: ["identity.give_seat"],
        // It ends the work of whoever sits there.
        twice: true,
        about,
        run: () => seats.give(ask),
      },
      {
        id: seatCommandId("keep", ask, nth === 0),
        label: "seat.keep",
        facts,
        ...(nth === 0 ? { key: KEEP } : {}),
        permission,
        sends: ["identity.keep_seat"],
        about,
        run: () => seats.keep(ask),
      },
    ]
  })
}
