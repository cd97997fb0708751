import assert from "node:assert/strict"
import { test } from "node:test"
import { middle, ringOf, standing } from "./shapes.ts"

const PLAZA = { lat: 41.92, lon: 1.9 }
const metres = (a: { lat: number; lon: number }, b: { lat: number; lon: number }) =>
  Math.hypot((a.lat - b.lat) * 111_320, (a.lon - b.lon) * 111_320 * Math.cos((41.92 * Math.PI) / 180))

test("nothing marked closes nothing", () => {
  assert.equal(ringOf([], 30), null)
})

test("a point is a circle of that width", () => {
  const ring = ringOf([PLAZA], 60) ?? []
  assert.equal(ring.length, 24)
  for (const corner of ring) assert.ok(Math.abs(metres(corner, PLAZA) - 30) < 0.1)
})

test("two points are a stretch: as wide as said, and reaching over both ends", () => {
  const end = { lat: 41.921, lon: 1.902 }
  const [a, b, c, d] = ringOf([PLAZA, end], 40) ?? []
  assert.ok(a && b && c && d)
  assert.ok(Math.abs(metres(a, d) - 40) < 0.5)
  assert.ok(Math.abs(metres(a, b) - (metres(PLAZA, end) + 40)) < 0.5)
  assert.ok(Math.abs(metres(b, c) - 40) < 0.5)
})

test("the same point twice is still an area", () => {
  const [a, , c] = ringOf([PLAZA, PLAZA], 30) ?? []
  assert.ok(a && c && Number.isFinite(a.lat))
})

test("three points or more are the area itself", () => {
  const ring = [PLAZA, { lat: 41.93, lon: 1.9 }, { lat: 41.93, lon: 1.91 }]
  assert.deepEqual(ringOf(ring, 30), ring)
  assert.ok(Math.abs(middle(ring).lat - 41.926_666) < 1e-5)
})

test("what stands changes with what is drawn, changed and lifted, and not with its order", () => {
  const [a, b] = [
    { id: "a", changed_at: "1" },
    { id: "b", changed_at: "1" },
  ] as const
  assert.equal(standing([a, b]), standing([b, a]))
  assert.notEqual(standing([a, b]), standing([a]))
  assert.notEqual(standing([a]), standing([{ ...a, changed_at: "2" }]))
})
