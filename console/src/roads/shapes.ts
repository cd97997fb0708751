/** What a hand marks on a map, as the area that is closed: a point is a circle, two are a stretch, more are a ring. Pure. */

import type { ClosureRow, Point } from "../protocol/generated.ts"

const METRES_A_DEGREE = 111_320
const CORNERS = 24
/** A street with its pavements, and the error of a hand. */
export const WIDE_M = 30

type Flat = readonly [x: number, y: number]

/** The corners of the area, or null while nothing is marked. `wide_m`: of the circle and of the stretch, from side to side. */
export function ringOf(points: readonly Point[], wide_m: number): readonly Point[] | null {
  const [first, second] = points
  if (first === undefined) return null
  if (points.length > 2) return points
  const half = Math.max(1, wide_m) / 2
  const scale = Math.max(0.01, Math.cos((first.lat * Math.PI) / 180))
  const flat = (point: Point): Flat => [
    (point.lon - first.lon) * METRES_A_DEGREE * scale,
    (point.lat - first.lat) * METRES_A_DEGREE,
  ]
  const round = ([x, y]: Flat): Point => ({
    lat: first.lat + y / METRES_A_DEGREE,
    lon: first.lon + x / (METRES_A_DEGREE * scale),
  })
  if (second === undefined) {
    return Array.from({ length: CORNERS }, (_, corner) => {
      const turn = (corner / CORNERS) * 2 * Math.PI
      return round([Math.cos(turn) * half, Math.sin(turn) * half])
    })
  }
  return stretch(flat(second), half).map(round)
}

/** A line from the origin, with its two sides. */
function stretch([x, y]: Flat, half: number): readonly Flat[] {
  const long = Math.hypot(x, y) || 1
  const [along, across] = [
    [(x / long) * half, (y / long) * half],
    [(-y / long) * half, (x / long) * half],
  ] as const
  return [
    [-along[0] + across[0], -along[1] + across[1]],
    [x + along[0] + across[0], y + along[1] + across[1]],
    [x + along[0] - across[0], y + along[1] - across[1]],
    [-along[0] - across[0], -along[1] - across[1]],
  ]
}

/** Where a word about an area stands: the middle of its corners. */
export function middle(ring: readonly Point[]): Point {
  const sum = ring.reduce((a, b) => ({ lat: a.lat + b.lat, lon: a.lon + b.lon }), { lat: 0, lon: 0 })
  return { lat: sum.lat / ring.length, lon: sum.lon / ring.length }
}

/** Which closures stand, as one word: routes and proposals are asked again when it changes. */
export function standing(rows: readonly Pick<ClosureRow, "id" | "changed_at">[]): string {
  return rows
    .map((row) => `${row.id}@${row.changed_at}`)
    .sort()
    .join()
}
