import assert from "node:assert/strict"
import { test } from "node:test"
import { placeToOpen, readPlaces, windowFeatures, withPlace, writePlaces } from "./window-places.ts"

const own = { availLeft: 0, availTop: 0, availWidth: 1920, availHeight: 1040 }
const right = { availLeft: 1920, availTop: -100, availWidth: 2560, availHeight: 1400 }
const kept = { left: 2000, top: 0, width: 1200, height: 900 }

test("A window opens where it stood, while the screen of its middle is there", () => {
  assert.deepEqual(placeToOpen(kept, own, [own, right]), kept)
  assert.notDeepEqual(placeToOpen(kept, own, [own]), kept)
})
test("Where the browser tells of no other screen, the place is asked of it as it was", () => {
  assert.deepEqual(placeToOpen(kept, own, null), kept)
})
test("The first time it fills another screen, and without one the right part of the page's own", () => {
  assert.deepEqual(placeToOpen(undefined, own, [own, right]), {
    left: 1920,
    top: -100,
    width: 2560,
    height: 1400,
  })
  assert.deepEqual(placeToOpen(undefined, own, null), { left: 768, top: 0, width: 1152, height: 1040 })
})
test("What is kept comes back as it was, and what is no place is left out", () => {
  const places = withPlace(new Map(), "/desk 7", kept)
  assert.deepEqual(readPlaces(writePlaces(places)), places)
  const odd = {
    a: { ...kept, width: "1" },
    b: null,
    c: { ...kept, left: 1e9 },
    d: { ...kept, height: 3 },
    e: kept,
  }
  assert.deepEqual([...readPlaces(JSON.stringify(odd)).keys()], ["e"])
  for (const text of [null, "", "[", "null", "7", '"x"']) assert.equal(readPlaces(text).size, 0)
})
test("Of many the oldest is forgotten", () => {
  let places = readPlaces(null)
  for (let n = 0; n < 60; n += 1) places = withPlace(places, `/desk ${n}`, kept)
  places = withPlace(places, "/desk 30", kept)
  assert.equal(places.size, 40)
  assert.equal([...places.keys()].at(-1), "/desk 30")
})
test("Features are whole numbers of a popup", () => {
  assert.equal(
    windowFeatures({ left: -10.4, top: 0.5, width: 800.2, height: 600 }),
    "popup=yes,left=-10,top=1,width=800,height=600",
  )
})
