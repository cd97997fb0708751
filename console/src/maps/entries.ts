/** Everything that a map shows, as lines of a list: what the page draws on it, and what its ground tells around a place. */

import { i18n, t, tOr } from "../i18n/i18n.svelte.ts"
import { distanceText } from "../kit/distance-text.ts"
import type { MapArea, MapMark, MapPhone, MapRoute, MapUnit, MapZone } from "../kit/map-shapes.ts"
import type { Point } from "../protocol/generated.ts"
import { distance_m } from "../state/earth.ts"

export interface MapEntry extends Point {
  readonly id: string
  /** The words of its group; groups stand in the order in which they are first met. */
  readonly group: string
  readonly name: string
  readonly detail?: string
  readonly unit?: { readonly status: string; readonly stale: boolean }
  readonly priority?: number | null
  readonly provisional?: boolean
}

/** What a page draws. */
export interface DrawnOnMap {
  readonly place: (Point & { readonly label?: string }) | null
  readonly phone: MapPhone | null
  readonly zones: readonly MapZone[]
  readonly marks: readonly MapMark[]
  readonly units: readonly MapUnit[]
  readonly areas: readonly MapArea[]
  readonly routes: readonly MapRoute[]
}

interface Named {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly point: Point
  readonly municipality?: string
  readonly street?: string
  readonly number?: string
  readonly ref?: string
  readonly phone?: string
  readonly hours?: string
  readonly spot?: string
}
/** What the ground tells around a place (`auxilio.geo.model.MapSurroundings`). */
export interface SurroundingsRead {
  readonly point: Point
  readonly address: { readonly label: string; readonly point: Point } | null
  readonly kilometres: readonly { readonly label: string; readonly point: Point }[]
  readonly jurisdictions: readonly { readonly id: string; readonly name: string; readonly code?: string }[]
  readonly facilities: readonly Named[]
}

const joined = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter(Boolean).join(" · ")
/** Five decimals: about a metre, and what people read to each other. */
export function coordinates(point: Point): string {
  return `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`
}

/** What the page has drawn, in the order of what matters. */
export function drawnEntries(drawn: DrawnOnMap): readonly MapEntry[] {
  const { place, phone } = drawn
  return [
    ...(place ? [placeEntry(place)] : []),
    ...(phone ? [phoneEntry(phone)] : []),
    ...drawn.zones.map((zone) => entry(zone.id, "zones", zone.at, zone.text)),
    ...drawn.marks.filter((mark) => !mark.caller && !mark.meaning).map((mark) => markEntry(mark, "cases")),
    ...drawn.marks.filter((mark) => mark.caller).map((mark) => markEntry(mark, "callers")),
    ...drawn.units.map(unitEntry),
    ...drawn.areas
      .filter((area) => (area.kind ?? "closure") === "closure")
      .map((area) => areaEntry(area, "closures")),
    ...drawn.areas.filter((area) => area.kind === "town").map((area) => areaEntry(area, "towns")),
    ...drawn.areas.filter((area) => area.kind === "operation").map((area) => areaEntry(area, "operations")),
    ...drawn.marks
      .filter((mark) => mark.meaning)
      .map((mark) => entry(mark.id, "operations", mark, mark.label, mark.meaning)),
    ...drawn.routes.flatMap(routeEntry),
  ]
}

type Group =
  | "here"
  | "zones"
  | "cases"
  | "callers"
  | "units"
  | "closures"
  | "operations"
  | "towns"
  | "routes"
  | "kilometres"
function entry(id: string, group: Group, at: Point, name: string, detail?: string): MapEntry {
  const { lat, lon } = at
  return { id, group: t(`map.group.${group}`), lat, lon, name, ...(detail ? { detail } : {}) }
}
function placeEntry(place: Point & { readonly label?: string }): MapEntry {
  return entry("place", "here", place, place.label || coordinates(place), t("kit.map_place"))
}
function phoneEntry(phone: MapPhone): MapEntry {
  const { radius_m } = phone
  const name =
    radius_m === null ? t("kit.map_phone_unknown") : t("kit.map_phone", { metres: Math.round(radius_m) })
  return entry("phone", "here", phone, name, phone.elsewhere ? t("map.elsewhere") : coordinates(phone))
}
function markEntry(mark: MapMark, group: "cases" | "callers"): MapEntry {
  const circle = mark.radius_m ? t("map.circle", { metres: Math.round(mark.radius_m) }) : undefined
  const { priority, provisional = false } = mark
  return {
    ...entry(mark.id, group, mark, mark.label, circle),
    ...(priority === undefined ? {} : { priority, provisional }),
  }
}
function areaEntry(area: MapArea, group: "closures" | "operations" | "towns"): MapEntry {
  return entry(`area:${area.id}`, group, area.at, area.detail)
}
function unitEntry(unit: MapUnit): MapEntry {
  const status = t(`kit.unit.${unit.status as "available"}`)
  return {
    ...entry(`unit:${unit.id}`, "units", unit, unit.callsign),
    detail: joined(status, unit.detail, unit.position, unit.marked && t("map.marked")),
    unit: { status: unit.status, stale: unit.stale ?? false },
  }
}
function routeEntry(route: MapRoute): readonly MapEntry[] {
  const points = route.line.map(([lon, lat]) => ({ lat, lon }))
  const middle = points[Math.floor(points.length / 2)]
  if (middle === undefined) return []
  const metres = points.slice(1).reduce((sum, to, n) => sum + distance_m(points[n] ?? to, to), 0)
  return [entry(`route:${route.id}`, "routes", middle, route.label, distanceText(metres, i18n.language))]
}

/** What stands around a place whoever looks: its door, who is responsible, facilities of each kind, kilometres. */
export function groundEntries(around: SurroundingsRead): readonly MapEntry[] {
  const { address, point } = around
  return [
    ...(address ? [entry("address", "here", address.point, address.label, t("map.nearest"))] : []),
    ...around.jurisdictions.map((each) => ({
      ...entry(each.id, "here", point, each.name, joined(t("map.jurisdiction"), each.code)),
    })),
    ...around.kilometres.map((each) => entry(each.label, "kilometres", each.point, each.label)),
    ...around.facilities.map(facilityEntry),
  ]
}
function facilityEntry(of: Named): MapEntry {
  const kind = tOr(`geo.facility.${of.kind}`, "common.plain", { text: of.kind })
  const where = [of.street, of.number].filter(Boolean).join(", ")
  return {
    id: of.id,
    group: kind,
    lat: of.point.lat,
    lon: of.point.lon,
    name: joined(of.ref, of.name) || kind,
    detail: joined(of.spot, where, of.municipality, of.hours, of.phone),
  }
}
