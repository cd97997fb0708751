/** The vehicle of an eCall: whose it is, and where it was just before. Pure. */

import type { MapMark } from "../../kit/map-shapes.ts"
import type { CallRow, EcallRow, KnownFix, Point } from "../../protocol/generated.ts"
import { bearing_deg, type Direction, distance_m, eighthOf } from "../../state/earth.ts"

export type VehicleCall = CallRow & { readonly ecall: EcallRow }

/** The first of these calls whose vehicle has told something. */
export function vehicleCall(calls: readonly (CallRow | undefined)[]): VehicleCall | undefined {
  return calls.find((call): call is VehicleCall => (call?.ecall ?? null) !== null)
}

export interface VehicleStop {
  readonly point: Point
  /** From where it is now; null where it has not said where that is. */
  readonly away: { readonly metres: number; readonly direction: Direction } | null
}

export interface VehiclePath {
  readonly now: Point | null
  /** Where it was before, the latest first. */
  readonly before: readonly VehicleStop[]
}

/** The positions of the newest message that has any. Each message gives those of before in order of travel. */
export function vehiclePath(fixes: readonly KnownFix[]): VehiclePath {
  const told = fixes.map(({ position }) => position).filter(({ source }) => source === "ecall")
  const newest = told.at(-1)?.received_at
  const last = told.filter(({ received_at }) => received_at === newest)
  const isEarlier = ({ flags }: (typeof last)[number]) => (flags ?? []).some((flag) => flag === "earlier")
  const now = last.find((fix) => !isEarlier(fix))?.point ?? null
  const before = last
    .filter(isEarlier)
    .reverse()
    .map(({ point }) => ({
      point,
      away: now && { metres: distance_m(now, point), direction: eighthOf(bearing_deg(now, point)) },
    }))
  return { now, before }
}

/** Where the vehicle was before, on the map: `−1` the latest. `meaning`: told in the legend. */
export function vehicleMarks(call: CallRow | undefined, meaning: string): readonly MapMark[] {
  return vehiclePath(call?.known_fixes ?? []).before.map(({ point }, nth) => ({
    id: `vehicle:${nth}`,
    ...point,
    label: `−${nth + 1}`,
    sign: "•",
    meaning,
  }))
}
