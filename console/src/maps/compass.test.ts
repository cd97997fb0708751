import assert from "node:assert/strict"
import { test } from "node:test"
import { away, COMPASS, metresSaid, says } from "./compass.ts"

const HERE = { lat: 42.5, lon: 1.5 }

test("what lies around a place lies that way, also where a degree of longitude is short", () => {
  for (const lat of [0, 42.5, 65]) {
    const here = { lat, lon: 1.5 }
    const shrink = Math.cos((lat * Math.PI) / 180)
    COMPASS.forEach((toward, eighth) => {
      const turn = (eighth * Math.PI) / 4
      const there = { lat: lat + 0.01 * Math.cos(turn), lon: 1.5 + (0.01 * Math.sin(turn)) / shrink }
      assert.equal(away(here, there).toward, toward, `${toward} at ${lat}`)
    })
  }
})

test("the way across the date line is the short one", () => {
  assert.deepEqual(away({ lat: 0, lon: 179.99 }, { lat: 0, lon: -179.99 }).toward, "e")
  assert.ok(away({ lat: 0, lon: 179.99 }, { lat: 0, lon: -179.99 }).metres < 3_000)
})

test("the place itself lies nowhere", () => {
  assert.equal(away(HERE, HERE).toward, null)
  assert.equal(away(HERE, { lat: 42.50005, lon: 1.5 }).toward, null)
})

test("distances are said as people say them", () => {
  assert.deepEqual(
    [4, 344, 994, 996, 1_449, 9_949, 9_951, 41_700].map((metres) => metresSaid(metres, "es")),
    ["0 m", "340 m", "990 m", "1 km", "1,4 km", "9,9 km", "10 km", "42 km"],
  )
  assert.equal(metresSaid(1_449, "en"), "1.4 km")
})

test("each word that is typed must stand there, in any order and without accents", () => {
  assert.ok(says("Hospital de Nostra Senyora de Gràcia", "gracia hosp"))
  assert.ok(says("B-12 · Disponible", "b-12"))
  assert.ok(!says("B-12 · Disponible", "b-12 lugar"))
  assert.ok(says("anything", "  "))
})
