import assert from "node:assert/strict"
import { test } from "node:test"
import { bearing_deg, distance_m } from "./earth.ts"
import { areaRing } from "./location-shape.ts"

const centre = { lat: 41.6, lon: 0.6 }
const seen = ([lon, lat]: readonly [number, number]) => ({
  metres: distance_m(centre, { lat, lon }),
  toward: bearing_deg(centre, { lat, lon }),
})
const near = (is: number, wanted: number, off: number) => assert.ok(Math.abs(is - wanted) <= off, `${is}`)

test("an ellipse reaches its larger half axis where it points to, and the smaller one across", () => {
  const ring = areaRing({
    shape: "Ellipse",
    centre,
    semi_major_m: 800,
    semi_minor_m: 200,
    orientation_deg: 60,
  })
  assert.ok(ring)
  const far = ring.map(seen).sort((a, b) => b.metres - a.metres)
  near(far[0]?.metres ?? 0, 800, 2)
  near(((far[0]?.toward ?? 0) % 180) - 60, 0, 1)
  near(far.at(-1)?.metres ?? 0, 200, 2)
  assert.deepEqual(ring[0], ring.at(-1))
})

test("an arc band lies between its radii and its angles, also over north", () => {
  const ring = areaRing({
    shape: "ArcBand",
    centre,
    inner_radius_m: 900,
    outer_radius_m: 1200,
    start_angle_deg: 350,
    opening_angle_deg: 40,
  })
  for (const { metres, toward } of (ring ?? []).map(seen)) {
    near(Math.min(Math.abs(metres - 900), Math.abs(metres - 1200)), 0, 6)
    assert.ok(toward >= 349.5 || toward <= 30.5, `${toward}`)
  }
  assert.equal(ring?.length, 19)
})

test("a prism is drawn by its base, and its ring is closed", () => {
  const corners = [centre, { lat: 41.6, lon: 0.61 }, { lat: 41.61, lon: 0.61 }] as const
  assert.deepEqual(areaRing({ shape: "Prism", corners: [...corners], height_m: 4 }), [
    [0.6, 41.6],
    [0.61, 41.6],
    [0.61, 41.61],
    [0.6, 41.6],
  ])
})

test("what a radius says already has no ring, nor has an area with a length that is unknown", () => {
  assert.equal(areaRing(null), null)
  assert.equal(areaRing({ shape: "Point", centre }), null)
  assert.equal(areaRing({ shape: "Circle", centre, radius_m: 9 }), null)
  assert.equal(areaRing({ shape: "Sphere", centre, radius_m: 9 }), null)
  assert.equal(areaRing({ shape: "Ellipse", centre, semi_major_m: 80 }), null)
  assert.equal(areaRing({ shape: "ArcBand", centre, inner_radius_m: 9, start_angle_deg: 0 }), null)
})
