/** What is drawn on the map besides the map: pure geometry, tried without one. */

import type { Point, Position } from "../protocol/generated.ts"
import { circleRing } from "../state/earth.ts"
import { areaRing } from "../state/location-shape.ts"
import { fixRadius } from "../state/phone-fix.ts"

/** Where the caller's phone says it is. `elsewhere`: the caller said the emergency is at another place. */
export interface MapPhone extends Point {
  /** Null: nobody knows. It is a point with a question mark then, and no circle of a size that we made up. */
  readonly radius_m: number | null
  readonly elsewhere?: boolean
  /** The area as it was stated, beside the circle that contains it. */
  readonly area?: readonly (readonly [number, number])[] | null
}
/** Its circle, and within it the area that was stated, where they are known. */
export function phoneRings(phone: MapPhone, steps: number) {
  const { radius_m, elsewhere, area } = phone
  const kind = elsewhere ? "elsewhere" : "phone"
  return [
    ...(radius_m === null ? [] : [{ kind, ring: circleRing(phone, radius_m, steps) }]),
    ...(area ? [{ kind: "area", ring: area }] : []),
  ]
}
/** A fix as the map draws it. `elsewhere`: the caller has said that the emergency is at another place. */
export function phoneOnMap(fix: Position, elsewhere = false): MapPhone {
  return { ...fix.point, radius_m: fixRadius(fix), elsewhere, area: areaRing(fix.shape) }
}

export interface MapUnit extends Point {
  readonly id: string
  readonly callsign: string
  readonly status: string
  readonly stale?: boolean
  /** `6 min`, `hace 1:25`. */
  readonly detail?: string
  /** How old its position is and what is wrong with it, for the list. */
  readonly position?: string
  readonly marked?: boolean
  /** Of the case in hand: it keeps its label, and the map says when it is out of view. */
  readonly own?: boolean
  /** What its agency does: `HEALTH`. */
  readonly service?: string | undefined
}

export interface MapMark extends Point {
  readonly id: string
  readonly label: string
  readonly priority?: number | null
  readonly provisional?: boolean
  /** Dashed: what nobody has answered. */
  readonly lost?: boolean
  readonly radius_m?: number
  /** A small sign before its words, and what it means: told in the legend. */
  readonly sign?: string
  readonly meaning?: string
  /** A caller rather than a case. */
  readonly caller?: boolean
}

/** A road to follow, in order of travel. */
export interface MapRoute {
  readonly id: string
  /** «Camino de B-12». */
  readonly label: string
  readonly line: readonly (readonly [number, number])[]
}

/** Polygons, each its outline and what is cut out of it: the coordinates of a GeoJSON MultiPolygon. */
export type MapPolygons = readonly (readonly (readonly (readonly [number, number])[])[])[]
/** What somebody reaches within so many minutes. */
export interface MapReach {
  readonly minutes: number
  readonly area: MapPolygons
  readonly chosen: boolean
}
/** Where nobody gets in time. */
export interface MapHole {
  readonly area: MapPolygons
}

/** An area that means something: a circle or a square around the place, with its words. */
export interface MapZone {
  readonly id: string
  readonly kind: "isolation" | "protective"
  readonly ring: readonly (readonly [number, number])[]
  /** Where its short words stand. */
  readonly at: Point
  readonly short: string
  /** As the list says it. */
  readonly text: string
}

/** A piece of the map: roads that are closed, a preventive operation, a town of a response plan, or what is being drawn. */
export interface MapArea {
  readonly id: string
  readonly ring: readonly Point[]
  /** Where its label stands. */
  readonly at: Point
  readonly label: string
  /** Its line in the list. */
  readonly detail: string
  readonly draft?: boolean
  readonly kind?: "closure" | "operation" | "town"
}

/** West, south, east, north of all that is given, or null when nothing is. */
export function boundsOf(
  points: readonly (readonly [number, number])[],
): [number, number, number, number] | null {
  if (points.length === 0) return null
  const lons = points.map(([lon]) => lon)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** What a map shows: west, south, east and north of it. */
export interface MapBounds {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}
export function isInView(view: MapBounds, { lat, lon }: Point): boolean {
  return lat >= view.south && lat <= view.north && lon >= view.west && lon <= view.east
}

/** What lies over the edges of a map: the line of its keys above, whose map it is below, its buttons at the right. */
const EDGES_PX = { top: 48, bottom: 40, left: 24, right: 64 }
/** Whether a point of the screen is in sight beside what lies over the edges of its map. A map that is smaller than those has no such point. */
export function isClearOfEdges(
  at: { x: number; y: number },
  size: { width: number; height: number },
): boolean {
  const across = at.x >= EDGES_PX.left && at.x <= size.width - EDGES_PX.right
  return across && at.y >= EDGES_PX.top && at.y <= size.height - EDGES_PX.bottom
}

/** What somebody has to be told of when it lies out of view. */
export interface MapSubject extends Point {
  readonly id: string
  readonly name: string
}
/** The place and the units of the case in hand, in this order. */
export function caseSubjects(
  place: (Point & { readonly label?: string }) | null,
  units: readonly MapUnit[],
  placeName: string,
): readonly MapSubject[] {
  return [
    ...(place ? [{ id: "place", name: place.label || placeName, lat: place.lat, lon: place.lon }] : []),
    ...units
      .filter((unit) => unit.own || unit.marked)
      .map(({ id, callsign, lat, lon }) => ({ id: `unit:${id}`, name: callsign, lat, lon })),
  ]
}

/** Whom the key follows next: first who is beneath the cross, then the units of the case, then the others by callsign. */
export function nextFollowed(
  units: readonly MapUnit[],
  followed: string | null,
  beneath: string | null,
): string | null {
  const order = [...units].sort(
    (a, b) =>
      Number(b.own ?? false) - Number(a.own ?? false) ||
      a.callsign.localeCompare(b.callsign, undefined, { numeric: true }),
  )
  if (followed === null && beneath !== null) return beneath
  const at = order.findIndex((unit) => unit.id === followed)
  return order[(at + 1) % order.length]?.id ?? null
}
