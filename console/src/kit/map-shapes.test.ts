import assert from "node:assert/strict"
import { test } from "node:test"
import { extent, ring } from "./map-shapes.ts"

test("a circle of uncertainty is closed and as wide on the ground at any latitude", () => {
  for (const lat of [0, 42.5, -60]) {
    const points = ring({ lat, lon: 1.5 }, 300)
    assert.deepEqual(points[0], points.at(-1))
    const [west, , east] = extent(points) ?? [0, 0, 0]
    const across_m = (east - west) * 111_320 * Math.cos((lat * Math.PI) / 180)
    assert.ok(Math.abs(across_m - 600) < 1, `${across_m}`)
  }
})

test("nothing has no extent", () => {
  assert.equal(extent([]), null)
})
