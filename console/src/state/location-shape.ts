/** The area that a document stated, as a ring for a map (RFC 5491, 5.2). Pure. */

import type { Point, Position } from "../protocol/generated.ts"
import { closedRing, destinationPoint, localPlane, RADIANS } from "./earth.ts"

export type LocationShape = NonNullable<Position["shape"]>
type Outline = [number, number][]

const ELLIPSE_STEPS = 72
/** Degrees between two corners of an arc. */
const ARC_STEP_DEG = 5

/** Its outline on the ground, closed, as [lon, lat]; null for a point and a circle, which are drawn by their radius, and where a length is unknown. */
export function areaRing(shape: LocationShape | null | undefined): Outline | null {
  switch (shape?.shape) {
    case "Polygon":
    case "Prism":
      return closedRing(shape.corners)
    case "Ellipse":
    case "Ellipsoid":
      return ellipseRing(shape.centre, shape.semi_major_m, shape.semi_minor_m, shape.orientation_deg)
    case "ArcBand":
      return bandRing(
        shape.centre,
        [shape.inner_radius_m ?? 0, shape.outer_radius_m],
        [shape.start_angle_deg, shape.opening_angle_deg],
      )
    default:
      return null
  }
}

type Figure = number | null | undefined
function ellipseRing(
  centre: Point,
  major_m: Figure,
  minor_m: Figure,
  orientation_deg: Figure,
): Outline | null {
  if (major_m == null || minor_m == null || orientation_deg == null) return null
  const plane = localPlane(centre)
  const turn = orientation_deg * RADIANS
  const corners = Array.from({ length: ELLIPSE_STEPS }, (_, step) => {
    const along = major_m * Math.cos((step * 2 * Math.PI) / ELLIPSE_STEPS)
    const across = minor_m * Math.sin((step * 2 * Math.PI) / ELLIPSE_STEPS)
    const east = along * Math.sin(turn) + across * Math.cos(turn)
    const north = along * Math.cos(turn) - across * Math.sin(turn)
    return plane.toPoint([east, north])
  })
  return closedRing(corners)
}

/** Along the outer arc and back along the inner one. */
function bandRing(
  centre: Point,
  [inner_m, outer_m]: [number, Figure],
  [start_deg, opening_deg]: [Figure, Figure],
): Outline | null {
  if (outer_m == null || start_deg == null || opening_deg == null) return null
  const steps = Math.max(1, Math.ceil(Math.abs(opening_deg) / ARC_STEP_DEG))
  const arc = (metres: number) =>
    Array.from({ length: steps + 1 }, (_, step) =>
      destinationPoint(centre, start_deg + (step * opening_deg) / steps, metres),
    )
  return closedRing([...arc(outer_m), ...arc(inner_m).reverse()])
}
