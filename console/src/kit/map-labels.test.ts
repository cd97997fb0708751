import assert from "node:assert/strict"
import { test } from "node:test"
import { type Box, type MapLabel, overlap, type PlacedLabel, placeLabels, worldPixels } from "./map-labels.ts"

const COUNT = { width: 64, height: 28 }
const PLACE = { lat: 42.5075, lon: 1.522 }
let seed = 7
/** Between 0 and 1, the same in each run (a linear congruential generator). */
const chance = () => {
  seed = (seed * 1103515245 + 12345) % 2 ** 31
  return seed / 2 ** 31
}

/** 200 units, a quarter of them at one of five stations, and 40 incidents; eight of the units are of the case in hand. */
const POINTS = Array.from({ length: 240 }, (_, n) => {
  const station = n < 50 ? n % 5 : null
  const lat = station === null ? 42.44 + chance() * 0.14 : 42.45 + station * 0.02
  const lon = station === null ? 1.42 + chance() * 0.2 : 1.48 + station * 0.02
  const own = n >= 100 && n < 108
  return {
    id: n < 200 ? `B-${n}` : `48${n}`,
    kind: own ? ("own" as const) : ("other" as const),
    rank: n < 200 ? 10 : n % 5,
    // Four of those of the case are at its place.
    at: own && n < 104 ? PLACE : { lat, lon },
    width: n < 200 ? 86 + (n % 3) * 20 : 28,
    height: n < 200 ? 24 : 28,
  }
})
const at = (zoom: number): readonly MapLabel[] =>
  POINTS.map(({ at: point, ...label }) => ({ ...label, ...worldPixels(point, zoom) }))
const sign = (zoom: number): Box => ({ ...worldPixels(PLACE, zoom), width: 44, height: 44 })
const covered = (placed: readonly PlacedLabel[], fixed: readonly Box[]) => {
  const boxes = [...fixed, ...placed.map((each) => each.box)]
  return boxes.flatMap((a, n) => boxes.slice(n + 1).filter((b) => overlap(a, b, 0)))
}

for (let zoom = 4; zoom <= 20; zoom += 0.5)
  test(`200 units and 40 incidents: no label covers another at zoom ${zoom}, and none is lost`, () => {
    const placed = placeLabels(at(zoom), [sign(zoom)], () => COUNT)
    assert.deepEqual(covered(placed, [sign(zoom)]), [])
    assert.deepEqual(placed.flatMap((each) => each.ids).sort(), POINTS.map((each) => each.id).sort())
  })

test("units of the case have labels of their own at a whole region's zoom, and count no others", () => {
  const placed = placeLabels(at(12), [sign(12)], () => COUNT)
  const own = new Set(POINTS.filter((each) => each.kind === "own").map((each) => each.id))
  for (const each of placed.filter(({ ids }) => ids.some((id) => own.has(id))))
    assert.equal(each.ids.length, 1)
})

test("the gravest incident leads a count, and the count stands where it is", () => {
  const label = (id: string, rank: number, x: number): MapLabel => ({
    id,
    kind: "other",
    rank,
    x,
    y: 0,
    width: 80,
    height: 24,
  })
  const [count, ...more] = placeLabels(
    [label("B-1", 10, 0), label("4821", 0, 30), label("B-2", 10, 60)],
    [],
    () => COUNT,
  )
  assert.deepEqual(more, [])
  assert.deepEqual(count?.ids, ["4821", "B-1", "B-2"])
  assert.deepEqual([count?.box.x, count?.dx], [30, 0])
})

test("a map that moves has the same counts", () => {
  const shifted = at(13).map((each) => ({ ...each, x: each.x + 1000, y: each.y - 400 }))
  const ids = (labels: readonly MapLabel[]) => placeLabels(labels, [], () => COUNT).map((each) => each.ids)
  assert.deepEqual(ids(shifted), ids(at(13)))
})

test("the name of an area gives way, and a label alone at the place stands beside its sign", () => {
  const name: MapLabel = { id: "name", kind: "name", rank: 0, x: 0, y: 0, width: 300, height: 200 }
  const unit: MapLabel = { id: "B-1", kind: "other", rank: 10, x: 0, y: 0, width: 80, height: 24 }
  const place = { x: 0, y: 0, width: 44, height: 44 }
  const placed = placeLabels(
    [name, unit],
    [place, { ...place, x: 160 }, { ...place, x: -160 }, { ...place, y: 130 }, { ...place, y: -130 }],
    () => COUNT,
  )
  assert.deepEqual(
    placed.flatMap((each) => each.ids),
    ["B-1"],
  )
  assert.notEqual(placed[0]?.dx, 0)
})
