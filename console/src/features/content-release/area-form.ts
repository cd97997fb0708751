/** The area of a response plan as a form: what each act of a person makes of it. Pure. */

import type { AreaForm, FieldFault, FormNeighbours, FormZone } from "../../protocol/generated.ts"

export const EVERYWHERE = "*"
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const
export const CLOCKS = ["accept_soon_s", "accept_due_s", "no_unit_soon_s", "no_unit_due_s"] as const
export type ClockName = (typeof CLOCKS)[number]
/** Seconds for P0, P1, P2 and P3. */
export type Clocks = Readonly<Record<ClockName, readonly number[]>>
/** A zone and its position among all zones of the area, from 0. */
export interface NumberedZone {
  readonly nth: number
  readonly zone: FormZone
}

/** The zones of each service, in the order of the catalogue; services without a zone are left out. */
export function zonesByService(
  area: AreaForm,
  services: readonly string[],
): readonly { readonly service: string; readonly zones: readonly NumberedZone[] }[] {
  const numbered = area.zones.map((zone, nth) => ({ nth, zone }))
  const named = [...new Set([...services, ...area.zones.map((zone) => zone.service)])]
  return named
    .map((service) => ({ service, zones: numbered.filter(({ zone }) => zone.service === service) }))
    .filter(({ zones }) => zones.length > 0)
}

export function changeZone(area: AreaForm, nth: number, change: Partial<FormZone>): AreaForm {
  return { ...area, zones: area.zones.map((zone, at) => (at === nth ? { ...zone, ...change } : zone)) }
}
/** The days that are chosen, in the order of the week. */
export function daysOf(chosen: readonly string[]): Partial<FormZone> {
  return { days: DAYS.filter((day) => chosen.includes(day)) as unknown as NonNullable<FormZone["days"]> }
}
export function removeZone(area: AreaForm, nth: number): AreaForm {
  return { ...area, zones: area.zones.filter((_, at) => at !== nth) }
}
/** A new zone has no town yet, and asks the centres of that service that the service's first zone asks. */
export function addZone(area: AreaForm, service: string, centres: readonly string[]): AreaForm {
  const first = area.zones.find((zone) => zone.service === service)
  const zone: FormZone = {
    service,
    municipalities: first ? [] : [EVERYWHERE],
    centres: [...(first?.centres ?? centres)],
  }
  return { ...area, zones: [...area.zones, zone] }
}
export function addMunicipality(area: AreaForm, nth: number, name: string): AreaForm {
  const had = area.zones[nth]?.municipalities ?? []
  const town = name.trim()
  return town === "" || had.includes(town) ? area : changeZone(area, nth, { municipalities: [...had, town] })
}
export function toggleMunicipality(area: AreaForm, nth: number, name: string): AreaForm {
  const had = area.zones[nth]?.municipalities ?? []
  return had.includes(name)
    ? changeZone(area, nth, { municipalities: had.filter((each) => each !== name) })
    : addMunicipality(area, nth, name)
}

/** One up (-1) or down (1); at an end it stays. */
export function moveInOrder(order: readonly string[], id: string, by: -1 | 1): string[] {
  const from = order.indexOf(id)
  const to = from + by
  if (from < 0 || to < 0 || to >= order.length) return [...order]
  const moved = order.filter((each) => each !== id)
  moved.splice(to, 0, id)
  return moved
}

export function changeNeighbours(area: AreaForm, of: string, centres: readonly string[]): AreaForm {
  const had = area.neighbours ?? []
  const line: FormNeighbours = { of, centres: [...centres] }
  const neighbours = had.some((each) => each.of === of)
    ? had.map((each) => (each.of === of ? line : each))
    : [...had, line]
  return { ...area, neighbours: neighbours.filter((each) => each.centres.length > 0) }
}

/** `ar, ber` as codes. */
export function languageCodes(typed: string): string[] {
  return [
    ...new Set(
      typed
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ]
}

export function clocksOf(area: AreaForm): Clocks {
  return area.clocks as unknown as Clocks
}
/** Null when it is no number of seconds. */
export function changeClock(
  area: AreaForm,
  name: ClockName,
  priority: number,
  typed: string,
): AreaForm | null {
  const seconds = Number(typed.replace(",", "."))
  if (typed.trim() === "" || !Number.isFinite(seconds) || seconds <= 0 || seconds > 86_400) return null
  const clocks = clocksOf(area)
  const spans = clocks[name].map((each, at) => (at === priority ? seconds : each))
  return { ...area, clocks: { ...clocks, [name]: spans } as unknown as NonNullable<AreaForm["clocks"]> }
}

/** What is wrong at a field of the form; of zones and lists each entry is a field. */
export function faultsAt(faults: readonly FieldFault[], field: string): readonly FieldFault[] {
  return faults.filter((each) => each.field === field)
}
/** What no field shows. */
export function otherFaults(
  faults: readonly FieldFault[],
  shown: ReadonlySet<string>,
): readonly FieldFault[] {
  return faults.filter((each) => !shown.has(each.field))
}
export function shownFields(area: AreaForm, services: readonly string[]): ReadonlySet<string> {
  return new Set([
    ...area.zones.map((_, nth) => `zones/${nth}`),
    ...zonesByService(area, services).map(({ service }) => `service/${service}`),
    ...(area.neighbours ?? []).map((_, nth) => `neighbours/${nth}`),
    ...(area.contacts ?? []).map((_, nth) => `contacts/${nth}`),
    ...CLOCKS.map((name) => `clocks/${name}`),
    "timezone",
  ])
}

interface LatLon {
  readonly lat: number
  readonly lon: number
}
export interface Town {
  readonly name: string
  readonly point: LatLon
  /** Its outline; empty where the region has too many to draw. */
  readonly ring: readonly LatLon[]
}

/** In which town a point of the map is; null outside all of them. */
export function townAt(towns: readonly Town[], point: LatLon): string | null {
  return towns.find((town) => inside(town.ring, point))?.name ?? null
}
function inside(ring: readonly LatLon[], { lat, lon }: LatLon): boolean {
  let within = false
  for (let at = 0; at < ring.length; at++) {
    const a = ring[at]
    const b = ring[(at + 1) % ring.length]
    if (!a || !b || a.lat > lat === b.lat > lat) continue
    if (lon < ((b.lon - a.lon) * (lat - a.lat)) / (b.lat - a.lat) + a.lon) within = !within
  }
  return within
}
