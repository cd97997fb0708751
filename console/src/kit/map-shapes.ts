/** What is drawn on the map besides the map: pure geometry, tried without one. */

export interface Point {
  readonly lat: number
  readonly lon: number
}

/** Where the caller's phone says it is. `elsewhere`: the caller said the emergency is at another place. */
export interface Phone extends Point {
  readonly radius_m: number
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

/** A piece of the map: roads that are closed, a preventive operation, or what is being drawn. */
export interface MapArea {
  readonly id: string
  readonly ring: readonly Point[]
  /** Where its label stands. */
  readonly at: Point
  readonly label: string
  /** Its line in the list. */
  readonly detail: string
  readonly draft?: boolean
  readonly kind?: "closure" | "operation"
}

const METRES_A_DEGREE = 111_320

/** A circle on the ground as a ring of [lon, lat], closed. */
export function ring(centre: Point, radius_m: number, steps = 64): [number, number][] {
  const lat_scale = Math.max(0.01, Math.cos((centre.lat * Math.PI) / 180))
  const points = Array.from({ length: steps }, (_, step): [number, number] => {
    const turn = (step / steps) * 2 * Math.PI
    return [
      centre.lon + (Math.cos(turn) * radius_m) / (METRES_A_DEGREE * lat_scale),
      centre.lat + (Math.sin(turn) * radius_m) / METRES_A_DEGREE,
    ]
  })
  return [...points, ...points.slice(0, 1)]
}

/** West, south, east, north of all that is given, or null when nothing is. */
export function extent(
  points: readonly (readonly [number, number])[],
): [number, number, number, number] | null {
  if (points.length === 0) return null
  const lons = points.map(([lon]) => lon)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}
