import assert from "node:assert/strict"
import { test } from "node:test"
import { distance_m, ringMiddle } from "../state/earth.ts"
import { closureRing, closuresVersion } from "./closure-shapes.ts"

const PLAZA = { lat: 41.92, lon: 1.9 }

test("nothing marked closes nothing", () => {
  assert.equal(closureRing([], 30), null)
})

test("a point is a circle of that width", () => {
  const ring = closureRing([PLAZA], 60) ?? []
  assert.equal(ring.length, 24)
  for (const corner of ring) assert.ok(Math.abs(distance_m(corner, PLAZA) - 30) < 0.1)
})

test("two points are a stretch: as wide as said, and reaching over both ends", () => {
  const end = { lat: 41.921, lon: 1.902 }
  const [a, b, c, d] = closureRing([PLAZA, end], 40) ?? []
  assert.ok(a && b && c && d)
  assert.ok(Math.abs(distance_m(a, d) - 40) < 0.5)
  assert.ok(Math.abs(distance_m(a, b) - (distance_m(PLAZA, end) + 40)) < 0.5)
  assert.ok(Math.abs(distance_m(b, c) - 40) < 0.5)
})

test("the same point twice is still an area", () => {
  const [a, , c] = closureRing([PLAZA, PLAZA], 30) ?? []
  assert.ok(a && c && Number.isFinite(a.lat))
})

test("three points or more are the area itself", () => {
  const ring = [PLAZA, { lat: 41.93, lon: 1.9 }, { lat: 41.93, lon: 1.91 }]
  assert.deepEqual(closureRing(ring, 30), ring)
  assert.ok(Math.abs(ringMiddle(ring).lat - 41.926_666) < 1e-5)
})

test("what stands changes with what is drawn, changed and lifted, and not with its order", () => {
  const [a, b] = [
    { id: "a", changed_at: "1" },
    { id: "b", changed_at: "1" },
  ] as const
  assert.equal(closuresVersion([a, b]), closuresVersion([b, a]))
  assert.notEqual(closuresVersion([a, b]), closuresVersion([a]))
  assert.notEqual(closuresVersion([a]), closuresVersion([{ ...a, changed_at: "2" }]))
})
