import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import type { Point } from "./map-shapes.ts"
import { circle, destination, holding, isNight, POINTS, pointOf, square, towardOf, zones } from "./zones.ts"

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
const PETROL = {
  small: { isolation_m: 50 },
  large: { isolation_m: 50, day_m: 300, night_m: 300 },
  fire_m: 800,
}
const GAS = { small: { isolation_m: 60, day_m: 300, night_m: 1100 }, large: {}, fire_m: 800 }

/** Metres between two points that are near each other. */
function apart(a: Point, b: Point): number {
  const lat = (a.lat - b.lat) * 111_195
  return Math.hypot(lat, (a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180))
}
const at = ([lon, lat]: readonly [number, number]): Point => ({ lat, lon })
/** The side of a line from `from` that way on which a point lies, metres: ahead, and to the right. */
function ahead(from: Point, bearing: number, to: Point): { along: number; right: number } {
  const north = (to.lat - from.lat) * 111_195
  const east = (to.lon - from.lon) * 111_195 * Math.cos((from.lat * Math.PI) / 180)
  const turn = (bearing * Math.PI) / 180
  return {
    along: north * Math.cos(turn) + east * Math.sin(turn),
    right: east * Math.cos(turn) - north * Math.sin(turn),
  }
}

test("where one comes to is where pyproj's geodesic says, to half a metre in eleven kilometres", () => {
  assert.ok(ways.length > 100)
  for (const way of ways) {
    const found = destination(way, way.bearing, way.metres)
    const off = apart(found, { lat: way.to_lat, lon: way.to_lon })
    assert.ok(off < Math.max(0.01, way.metres / 22_000), `${JSON.stringify(way)} is ${off} m off`)
  }
})

test("a circle is everywhere as far as it says, and closed", () => {
  const ring = circle(HERE, 800)
  assert.deepEqual(ring[0], ring.at(-1))
  for (const point of ring) assert.ok(Math.abs(apart(HERE, at(point)) - 800) < 5)
})

for (const [nth, name] of POINTS.entries()) {
  const round = (metres: number) => Math.round(metres / 20) * 20 + 0 // no minus nought
  test(`a wind from ${name} carries away from it: the square lies downwind, half a side to each hand`, () => {
    const toward = towardOf(name)
    assert.equal(toward, (nth * 22.5 + 180) % 360)
    const corners = square(HERE, 1000, toward ?? 0).map((point) => ahead(HERE, toward ?? 0, at(point)))
    assert.deepEqual(
      corners.map(({ along, right }) => [round(along), round(right)]),
      [
        [0, -500],
        [1000, -500],
        [1000, 500],
        [0, 500],
        [0, -500],
      ].map(([a, b]) => [a ?? 0, b ?? 0]),
    )
    assert.equal(pointOf(toward ?? 0), POINTS[(nth + 8) % 16])
  })
}

test("without a wind, and in a calm, it is a circle of the whole distance", () => {
  for (const wind of [null, undefined, "CALM", "nowhere"]) {
    assert.equal(towardOf(wind), null)
    const [protective] = zones(HERE, holding(PETROL, "large", false), towardOf(wind))
    assert.equal(protective?.ring.length, 73)
    for (const point of protective?.ring ?? []) assert.ok(Math.abs(apart(HERE, at(point)) - 300) < 3)
  }
})

test("not known counts as large; a fire has the fire's circle alone; what is not known is not drawn", () => {
  assert.deepEqual(holding(PETROL, "unknown", false), { isolation_m: 50, protective_m: 300 })
  assert.deepEqual(holding(PETROL, "small", true), { isolation_m: 50, protective_m: null })
  assert.deepEqual(holding(PETROL, "fire", true), { isolation_m: 800, protective_m: null })
  assert.deepEqual(holding(GAS, "small", true), { isolation_m: 60, protective_m: 1100 })
  assert.deepEqual(holding(GAS, "small", false), { isolation_m: 60, protective_m: 300 })
  assert.deepEqual(zones(HERE, holding(GAS, "large", true), 90), [])
})

test("the wider area is drawn first, so that the circle lies on it", () => {
  assert.deepEqual(
    zones(HERE, holding(PETROL, "large", false), 90).map(({ kind }) => kind),
    ["protective", "isolation"],
  )
})

test("the guidebook's night is from sunset to sunrise", () => {
  const night = (at: string, place = HERE) => isNight(place, Date.parse(at))
  assert.equal(night("2026-11-26T12:00:00Z"), false)
  assert.equal(night("2026-11-26T23:00:00Z"), true)
  // Vic, 26 November: the sun sets at 16:24 UTC and rises at 6:53.
  assert.equal(night("2026-11-26T16:10:00Z"), false)
  assert.equal(night("2026-11-26T16:40:00Z"), true)
  assert.equal(night("2026-11-26T06:40:00Z"), true)
  assert.equal(night("2026-11-26T07:10:00Z"), false)
  // At midsummer the sun does not set in the north, and at midwinter it does not rise.
  const north = { lat: 69.6, lon: 18.9 }
  assert.equal(night("2026-06-21T23:30:00Z", north), false)
  assert.equal(night("2026-12-21T11:00:00Z", north), true)
})
