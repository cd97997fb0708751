/** What is drawn on the map besides the map: pure geometry, tried without one. */

import type { Point } from "../protocol/generated.ts"

/** Where the caller's phone says it is. `elsewhere`: the caller said the emergency is at another place. */
export interface MapPhone extends Point {
  /** Null: nobody knows. It is a point with a question mark then, and no circle of a size that we made up. */
  readonly radius_m: number | null
  readonly elsewhere?: boolean
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
