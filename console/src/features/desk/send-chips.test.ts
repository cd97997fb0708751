import assert from "node:assert/strict"
import { test } from "node:test"
import { layOutChips } from "./send-chips.ts"

const laid = (count: number) => {
  const { shown, beyond, columns } = layOutChips(Array.from({ length: count }, (_, nth) => nth))
  return [shown.length, beyond, columns]
}
test("up to six stand in two rows; with more, five and how many are left, none lost", () => {
  assert.deepEqual([0, 2, 3, 4, 6, 7, 9].map(laid), [
    [0, 0, 1],
    [2, 0, 1],
    [3, 0, 2],
    [4, 0, 2],
    [6, 0, 3],
    [5, 2, 3],
    [5, 4, 3],
  ])
})
