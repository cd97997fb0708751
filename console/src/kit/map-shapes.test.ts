import assert from "node:assert/strict"
import { test } from "node:test"
import { boundsOf, caseSubjects, isClearOfEdges, isInView, type MapUnit, nextFollowed } from "./map-shapes.ts"

test("nothing has no extent", () => {
  assert.equal(boundsOf([]), null)
})

const unit = (id: string, more: Partial<MapUnit> = {}): MapUnit => ({
  id,
  callsign: id,
  status: "available",
  lat: 42,
  lon: 1,
  ...more,
})

test("the place and the units of the case are told when they are out of view, no others", () => {
  const place = { lat: 42.5, lon: 1.5, label: "Calle Mayor, 12" }
  const subjects = caseSubjects(place, [unit("B-1"), unit("B-2", { own: true })], "Lugar")
  assert.deepEqual(
    subjects.map((each) => each.name),
    ["Calle Mayor, 12", "B-2"],
  )
  const view = { west: 1.4, south: 42.4, east: 1.6, north: 42.6 }
  assert.deepEqual(
    subjects.filter((each) => !isInView(view, each)).map((each) => each.id),
    ["unit:B-2"],
  )
})

test("the key follows who is beneath the cross, then the units of the case, then the others", () => {
  const units = [unit("B-10"), unit("B-2"), unit("B-3", { own: true })]
  assert.equal(nextFollowed(units, null, "B-10"), "B-10")
  assert.equal(nextFollowed(units, null, null), "B-3")
  assert.equal(nextFollowed(units, "B-3", "B-3"), "B-2")
  assert.equal(nextFollowed(units, "B-2", null), "B-10")
  assert.equal(nextFollowed(units, "B-10", null), "B-3")
  assert.equal(nextFollowed([], null, null), null)
})

test("a place under the line of the keys or under the buttons is not in sight", () => {
  const size = { width: 560, height: 380 }
  assert.equal(isClearOfEdges({ x: 280, y: 190 }, size), true)
  assert.equal(isClearOfEdges({ x: 200, y: 14 }, size), false)
  assert.equal(isClearOfEdges({ x: 540, y: 190 }, size), false)
  assert.equal(isClearOfEdges({ x: 280, y: 370 }, size), false)
})
