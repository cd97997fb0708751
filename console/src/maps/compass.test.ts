import assert from "node:assert/strict"
import { test } from "node:test"
import { EIGHT_DIRECTIONS } from "../state/earth.ts"
import { distanceAndDirection } from "./compass.ts"

const HERE = { lat: 42.5, lon: 1.5 }

test("what lies around a place lies that way, also where a degree of longitude is short", () => {
  for (const lat of [0, 42.5, 65]) {
    const here = { lat, lon: 1.5 }
    const shrink = Math.cos((lat * Math.PI) / 180)
    EIGHT_DIRECTIONS.forEach((toward, eighth) => {
      const turn = (eighth * Math.PI) / 4
      const there = { lat: lat + 0.01 * Math.cos(turn), lon: 1.5 + (0.01 * Math.sin(turn)) / shrink }
      assert.equal(distanceAndDirection(here, there).toward, toward, `${toward} at ${lat}`)
    })
  }
})

test("the way across the date line is the short one", () => {
  assert.deepEqual(distanceAndDirection({ lat: 0, lon: 179.99 }, { lat: 0, lon: -179.99 }).toward, "e")
  assert.ok(distanceAndDirection({ lat: 0, lon: 179.99 }, { lat: 0, lon: -179.99 }).metres < 3_000)
})

test("the place itself lies nowhere", () => {
  assert.equal(distanceAndDirection(HERE, HERE).toward, null)
  assert.equal(distanceAndDirection(HERE, { lat: 42.50005, lon: 1.5 }).toward, null)
})
