import assert from "node:assert/strict"
import { test } from "node:test"
import type { Point } from "../protocol/generated.ts"
import { COMPASS_POINTS, compassPointOf, distance_m } from "../state/earth.ts"
import { downwindBearing, downwindSquare, hazmatZones, isNight, zoneDistances } from "./hazmat-zones.ts"

const HERE: Point = { lat: 41.9197, lon: 1.898 }
const PETROL = {
  small: { isolation_m: 50 },
  large: { isolation_m: 50, day_m: 300, night_m: 300 },
  fire_m: 800,
}
const GAS = { small: { isolation_m: 60, day_m: 300, night_m: 1100 }, large: {}, fire_m: 800 }

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

for (const [nth, name] of COMPASS_POINTS.entries()) {
  const round = (metres: number) => Math.round(metres / 20) * 20 + 0 // no minus nought
  test(`a wind from ${name} carries away from it: the square lies downwind, half a side to each hand`, () => {
    const toward = downwindBearing(name)
    assert.equal(toward, (nth * 22.5 + 180) % 360)
    const corners = downwindSquare(HERE, 1000, toward ?? 0).map((point) =>
      ahead(HERE, toward ?? 0, at(point)),
    )
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
    assert.equal(compassPointOf(toward ?? 0), COMPASS_POINTS[(nth + 8) % 16])
  })
}

test("without a wind, and in a calm, it is a circle of the whole distance", () => {
  for (const wind of [null, undefined, "CALM", "nowhere"]) {
    assert.equal(downwindBearing(wind), null)
    const [protective] = hazmatZones(HERE, zoneDistances(PETROL, "large", false), downwindBearing(wind))
    assert.equal(protective?.ring.length, 73)
    for (const point of protective?.ring ?? []) assert.ok(Math.abs(distance_m(HERE, at(point)) - 300) < 3)
  }
})

test("not known counts as large; a fire has the fire's circle alone; what is not known is not drawn", () => {
  assert.deepEqual(zoneDistances(PETROL, "unknown", false), { isolation_m: 50, protective_m: 300 })
  assert.deepEqual(zoneDistances(PETROL, "small", true), { isolation_m: 50, protective_m: null })
  assert.deepEqual(zoneDistances(PETROL, "fire", true), { isolation_m: 800, protective_m: null })
  assert.deepEqual(zoneDistances(GAS, "small", true), { isolation_m: 60, protective_m: 1100 })
  assert.deepEqual(zoneDistances(GAS, "small", false), { isolation_m: 60, protective_m: 300 })
  assert.deepEqual(hazmatZones(HERE, zoneDistances(GAS, "large", true), 90), [])
})

test("the wider area is drawn first, so that the circle lies on it", () => {
  assert.deepEqual(
    hazmatZones(HERE, zoneDistances(PETROL, "large", false), 90).map(({ kind }) => kind),
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
