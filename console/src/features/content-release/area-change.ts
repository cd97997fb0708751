/** What a release changes of whom the plan of an area asks: zone by zone, clock by clock, before and after. Pure. */

import type { AreaForm, FormZone } from "../../protocol/generated.ts"
import { CLOCKS, type ClockName, clocksOf, zonesByService } from "./area-form.ts"

export type LineState = "same" | "changed" | "new" | "gone"
/** A zone in both plans, or in one of them. */
export interface ZoneChange {
  readonly state: LineState
  readonly before: FormZone | null
  readonly after: FormZone | null
}
export interface ServiceChange {
  readonly service: string
  readonly zones: readonly ZoneChange[]
}
/** A line of contacts or neighbours, by its name. */
export interface NamedChange<T> {
  readonly name: string
  readonly state: LineState
  readonly before: T | null
  readonly after: T | null
}
export interface ClockChange {
  readonly name: ClockName
  readonly before: readonly number[] | null
  readonly after: readonly number[] | null
  readonly changed: boolean
}

const place = (zone: FormZone) => [...zone.municipalities].sort().join("|")
const time = (zone: FormZone) => `${zone.hours ?? ""} ${(zone.days ?? []).join(",")}`
const whole = (zone: FormZone) => `${place(zone)} ${time(zone)} ${zone.centres.join(">")}`

/** The zones of each service of either plan. A zone is the same one where it is of the same places and hours, else of the same places. */
export function zoneChanges(
  before: AreaForm | null,
  after: AreaForm | null,
  services: readonly string[],
): readonly ServiceChange[] {
  const old = before ? zonesByService(before, services) : []
  const fresh = after ? zonesByService(after, services) : []
  const named = [
    ...new Set([...services, ...old.map((one) => one.service), ...fresh.map((one) => one.service)]),
  ]
  return named
    .map((service) => ({
      service,
      zones: matched(
        (old.find((one) => one.service === service)?.zones ?? []).map(({ zone }) => zone),
        (fresh.find((one) => one.service === service)?.zones ?? []).map(({ zone }) => zone),
      ),
    }))
    .filter(({ zones }) => zones.length > 0)
}

function matched(old: readonly FormZone[], fresh: readonly FormZone[]): readonly ZoneChange[] {
  const left = [...old]
  const partner = new Map<FormZone, FormZone>()
  const keys = [whole, (zone: FormZone) => `${place(zone)} ${time(zone)}`, place]
  for (const key of keys) {
    for (const zone of fresh.filter((one) => !partner.has(one))) {
      const at = left.findIndex((one) => key(one) === key(zone))
      const found = left[at]
      if (found === undefined) continue
      partner.set(zone, found)
      left.splice(at, 1)
    }
  }
  const changes = fresh.map((after): ZoneChange => {
    const before = partner.get(after) ?? null
    return {
      state: before === null ? "new" : whole(before) === whole(after) ? "same" : "changed",
      before,
      after,
    }
  })
  return [...changes, ...left.map((before): ZoneChange => ({ state: "gone", before, after: null }))]
}

/** Lines of a list by their name; `same` says whether two of one name are alike. */
export function namedChanges<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (one: T) => string,
): readonly NamedChange<T>[] {
  const names = [...new Set([...after, ...before].map(nameOf))]
  return names.map((name) => {
    const [old, fresh] = [before, after].map((list) => list.filter((one) => nameOf(one) === name))
    const alike = JSON.stringify(old) === JSON.stringify(fresh)
    const [one, other] = [old?.[0] ?? null, fresh?.[0] ?? null]
    return {
      name,
      state: alike ? "same" : one === null ? "new" : other === null ? "gone" : "changed",
      before: one,
      after: other,
    }
  })
}

export function clockChanges(before: AreaForm | null, after: AreaForm | null): readonly ClockChange[] {
  return CLOCKS.map((name) => {
    const [old, fresh] = [before, after].map((area) => (area ? clocksOf(area)[name] : null))
    return { name, before: old ?? null, after: fresh ?? null, changed: old?.join() !== fresh?.join() }
  })
}
