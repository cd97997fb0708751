/** What vehicles store to drive with, as crews must know it. Pure. */

import type { Propulsion, VehicleRow } from "../protocol/generated.ts"

/** What a vehicle may store besides the petrol or diesel that crews expect. */
const UNUSUAL: ReadonlySet<Propulsion> = new Set(["cng", "lpg", "electric", "hydrogen", "other"])

export function isUnusual(propulsion: Propulsion): boolean {
  return UNUSUAL.has(propulsion)
}

export interface VehicleHazard {
  readonly propulsion: Propulsion
  readonly unusual: boolean
}

/** Each propulsion of these vehicles once, the unusual before petrol and diesel. */
export function vehicleHazards(vehicles: readonly VehicleRow[]): readonly VehicleHazard[] {
  const stored = new Set(vehicles.flatMap(({ propulsion }) => propulsion ?? []))
  const all = [...stored].map((propulsion) => ({ propulsion, unusual: isUnusual(propulsion) }))
  return [...all.filter(({ unusual }) => unusual), ...all.filter(({ unusual }) => !unusual)]
}
