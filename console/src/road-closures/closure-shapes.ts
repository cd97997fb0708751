/** What a hand marks on a map, as the area that is closed: a point is a circle, two are a stretch, more are a ring. Pure. */

import type { ClosureRow, Point } from "../protocol/generated.ts"
import { localPlane, type Metres } from "../state/earth.ts"

const CORNERS = 24
/** A street with its pavements, and the error of a hand. */
export const CLOSURE_WIDTH_M = 30

/** The corners of the area, or null while nothing is marked. `wide_m`: of the circle and of the stretch, from side to side. */
export function closureRing(points: readonly Point[], wide_m: number): readonly Point[] | null {
  const [first, second] = points
  if (first === undefined) return null
  if (points.length > 2) return points
  const half = Math.max(1, wide_m) / 2
  const plane = localPlane(first)
  if (second === undefined) {
    return Array.from({ length: CORNERS }, (_, corner) => {
      const turn = (corner / CORNERS) * 2 * Math.PI
      return plane.toPoint([Math.cos(turn) * half, Math.sin(turn) * half])
    })
  }
  return stretch(plane.toMetres(second), half).map(plane.toPoint)
}

/** A line from the origin, with its two sides. */
function stretch([x, y]: Metres, half: number): readonly Metres[] {
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

/** Which closures stand, as one word: routes and proposals are asked again when it changes. */
export function closuresVersion(rows: readonly Pick<ClosureRow, "id" | "changed_at">[]): string {
  return rows
    .map((row) => `${row.id}@${row.changed_at}`)
    .sort()
    .join()
}
