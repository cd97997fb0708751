/** The forms of a unit's state. The words are those of `dispatch`. */

export const UNIT_STATES = [
  "available",
  "alerted",
  "acknowledged",
  "en_route",
  "on_scene",
  "transporting",
  "at_destination",
  "out_of_service",
] as const
export type UnitState = (typeof UNIT_STATES)[number]

const RING = "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z"

export const UNIT_FORMS: { readonly [state in UnitState]: { outline: string; filled?: string } } = {
  available: { outline: RING },
  alerted: { outline: "M2.5 12a7.5 7.5 0 0 1 15 0" },
  acknowledged: { outline: RING, filled: "M10 2.5a7.5 7.5 0 0 0 0 15z" },
  en_route: { outline: "M2 10h15M11 4l6 6-6 6" },
  on_scene: { outline: "M3 3h14v14H3z" },
  transporting: { outline: "M2 2h16v16H2zM5 10h9.5M10.5 6l4 4-4 4" },
  at_destination: { outline: "M7.5 2.5h5v5h5v5h-5v5h-5v-5h-5v-5h5z" },
  out_of_service: { outline: `${RING}M3.5 16.5l13-13` },
}

export function isUnitState(word: string): word is UnitState {
  return (UNIT_STATES as readonly string[]).includes(word)
}

/** A position older than this is drawn dotted. */
export const STALE_S = 60
