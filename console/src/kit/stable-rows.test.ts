import assert from "node:assert/strict"
import { test } from "node:test"
import { arrangeRows } from "./stable-rows.ts"

type Item = { id: string; n: number }
const keyOf = (item: Item) => item.id
const remembered = new Map([
  ["a", { id: "a", n: 1 }],
  ["b", { id: "b", n: 1 }],
])

test("a list that nobody holds shows its items in their order", () => {
  const { rows, news } = arrangeRows(
    [
      { id: "c", n: 1 },
      { id: "a", n: 2 },
    ],
    keyOf,
    null,
    remembered,
  )
  assert.deepEqual([rows.map((row) => row.key), news], [["c", "a"], 0])
})

test("a held list keeps its order, changes rows in place and counts the news", () => {
  const items = [
    { id: "c", n: 1 },
    { id: "b", n: 2 },
    { id: "a", n: 1 },
  ]
  const { rows, news } = arrangeRows(items, keyOf, ["a", "b"], remembered)
  assert.deepEqual(
    rows.map((row) => [row.key, row.item.n, row.left]),
    [
      ["a", 1, false],
      ["b", 2, false],
    ],
  )
  assert.equal(news, 1)
})

test("what left a held list stays in its place, marked, as it was last seen", () => {
  const { rows } = arrangeRows([{ id: "b", n: 2 }], keyOf, ["a", "b"], remembered)
  assert.deepEqual(
    rows.map((row) => [row.key, row.item.n, row.left]),
    [
      ["a", 1, true],
      ["b", 2, false],
    ],
  )
})
