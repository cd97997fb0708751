import assert from "node:assert/strict"
import { test } from "node:test"
import { fitCount } from "./fit.ts"

const room = { size: 300, lines: 2, gap: 10, more: 40 }

test("what fits in the lines is shown, and nothing is counted", () => {
  assert.equal(fitCount([140, 140, 140, 140], room), 4)
  assert.equal(fitCount([], room), 0)
})
test("what does not fit leaves room for «+n»", () => {
  assert.equal(fitCount([140, 140, 140, 140, 20], room), 3)
  assert.equal(fitCount([140, 140, 140, 20, 140], room), 4)
})
test("the first is shown however wide it is", () => {
  assert.equal(fitCount([900, 20], { ...room, lines: 1 }), 1)
})
test("without a limit of lines everything is shown", () => {
  assert.equal(fitCount([200, 200, 200, 200], { ...room, lines: Number.POSITIVE_INFINITY }), 4)
})
test("what is wider than a line is counted, where lines have an end", () => {
  assert.equal(fitCount([100, 400, 20], room), 1)
  assert.equal(fitCount([100, 400, 20], { ...room, lines: Number.POSITIVE_INFINITY }), 3)
})
