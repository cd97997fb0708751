import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import type { Point } from "../protocol/generated.ts"
import {
  bearing_deg,
  circleRing,
  compassPointOf,
  destinationPoint,
  distance_m,
  isInsideRing,
  localPlane,
  ringMiddle,
} from "./earth.ts"

interface Way {
  readonly lat: number
  readonly lon: number
  readonly bearing: number
  readonly metres: number
  readonly to_lat: number
  readonly to_lon: number
}
const ways = JSON.parse(
  readFileSync(new URL("../../../tests/vectors/zones.json", import.meta.url), "utf8"),
) as readonly Way[]
const HERE: Point = { lat: 41.9197, lon: 1.898 }
/** Metres between two points that are near each other. */
function apart(a: Point, b: Point): number {
  const lat = (a.lat - b.lat) * 111_195
  return Math.hypot(lat, (a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180))
}
const at = ([lon, lat]: readonly [number, number]): Point => ({ lat, lon })

test("a degree of latitude is 111 km, and a thousandth of a degree of longitude is right enough for a street", () => {
  assert.ok(Math.abs(distance_m({ lat: 42, lon: 1 }, { lat: 43, lon: 1 }) - 111_195) < 10)
  assert.ok(Math.abs(distance_m({ lat: 41.5, lon: 1.5 }, { lat: 41.5, lon: 1.501 }) - 83.3) < 0.5)
})

test("where one comes to is where pyproj's geodesic says, to half a metre in eleven kilometres", () => {
  assert.ok(ways.length > 100)
  for (const way of ways) {
    const found = destinationPoint(way, way.bearing, way.metres)
    const off = apart(found, { lat: way.to_lat, lon: way.to_lon })
    assert.ok(off < Math.max(0.01, way.metres / 22_000), `${JSON.stringify(way)} is ${off} m off`)
  }
})

test("a circle is everywhere as far as it says, and closed", () => {
  const ring = circleRing(HERE, 800, 72)
  assert.deepEqual(ring[0], ring.at(-1))
  for (const point of ring) assert.ok(Math.abs(apart(HERE, at(point)) - 800) < 5)
})

test("a circle of uncertainty is as wide on the ground at any latitude", () => {
  for (const lat of [0, 42.5, -60]) {
    const centre = { lat, lon: 1.5 }
    for (const point of circleRing(centre, 300, 64))
      assert.ok(Math.abs(distance_m(centre, at(point)) - 300) < 2)
  }
})

test("the bearing of where one comes to is the bearing that one took", () => {
  for (const bearing of [0, 45, 90, 179, 270, 359]) {
    const found = bearing_deg(HERE, destinationPoint(HERE, bearing, 1_000))
    assert.ok(Math.abs(((found - bearing + 540) % 360) - 180) < 0.3, `${bearing} is ${found}`)
  }
  assert.deepEqual([0, 22.5, 350, 180].map(compassPointOf), ["N", "NNE", "N", "S"])
})

test("a point of the plane is as far as its metres say, and comes back as itself", () => {
  const plane = localPlane(HERE)
  const there = plane.toPoint([300, -400])
  assert.ok(Math.abs(distance_m(HERE, there) - 500) < 0.1)
  const [east, north] = plane.toMetres(there)
  assert.ok(Math.abs(east - 300) < 1e-6 && Math.abs(north + 400) < 1e-6)
})

test("a ring holds its middle and nothing beyond it", () => {
  const ring = [
    { lat: 41, lon: 1 },
    { lat: 41, lon: 2 },
    { lat: 42, lon: 2 },
    { lat: 42, lon: 1 },
  ]
  assert.deepEqual(ringMiddle(ring), { lat: 41.5, lon: 1.5 })
  assert.ok(isInsideRing(ring, ringMiddle(ring)))
  assert.ok(!isInsideRing(ring, { lat: 43, lon: 1.5 }))
})
