/** What the map of the wall shows: incidents by priority and units by state; no place in words, no caller, nothing of a reserved case. Pure. */

import type { MapMark, MapUnit } from "../../kit/map-shapes.ts"
import { STALE_S } from "../../kit/unit-states.ts"
import type { UnitLocation } from "../../protocol/generated.ts"
import type { RoomBoard } from "./room-board.ts"

/** Open cases with a place. A reserved one stands there for nobody, whoever has signed in at the wall. */
export function wallMarks(of: RoomBoard): readonly MapMark[] {
  return of.cases.flatMap((each) =>
    each.state === "open" && !each.reserved && !each.hidden && each.location?.point
      ? [
          {
            id: `case:${each.id}`,
            ...each.location.point,
            label: String(each.number),
            priority: each.priority,
            provisional: each.provisional,
          },
        ]
      : [],
  )
}

/** Units with a position; one that works for a reserved case would show where that is. */
export function wallUnits(
  of: RoomBoard,
  positions: readonly UnitLocation[],
  serviceOf: (agency: string) => string | undefined,
  now_ms: number,
): readonly MapUnit[] {
  const reserved = new Set(of.cases.filter((each) => each.reserved || each.hidden).map((each) => each.id))
  const apart = new Set(of.assignments.filter((each) => reserved.has(each.case)).map((each) => each.unit))
  const seen = new Map(positions.map((each) => [each.unit, each]))
  return of.units.flatMap((unit) => {
    if (apart.has(unit.id) || (unit.case !== null && reserved.has(unit.case))) return []
    const at = seen.get(unit.id)
    const point = at ? (at.road ?? at.point) : unit.home
    if (!point) return []
    const stale = at === undefined || (now_ms - Date.parse(at.at)) / 1000 > STALE_S
    return [
      {
        id: unit.id,
        callsign: unit.callsign,
        status: unit.status,
        service: serviceOf(unit.agency),
        ...point,
        stale,
        marked: unit.emergency !== null,
      },
    ]
  })
}

/** How many there are of each, the gravest first and in the order of `order`. */
export function tally<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
