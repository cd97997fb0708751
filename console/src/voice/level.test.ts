import assert from "node:assert/strict"
import { test } from "node:test"
import { decibels, SILENCE_DB } from "./level.ts"

test("full scale is zero, a tenth of it twenty decibels less, nothing is the floor", () => {
  assert.equal(Math.round(decibels([1, -1, 1, -1])), 0)
  assert.equal(Math.round(decibels([0.1, -0.1])), -20)
  assert.equal(decibels([0, 0, 0]), SILENCE_DB)
  assert.equal(decibels([]), SILENCE_DB)
})
