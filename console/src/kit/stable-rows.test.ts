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

test("what arrives takes the place of what left, so that no dead row hides a new one", () => {
  const items = [
    { id: "c", n: 1 },
    { id: "b", n: 2 },
  ]
  const { rows, news } = arrangeRows(items, keyOf, ["a", "b"], remembered)
  assert.deepEqual(
    rows.map((row) => [row.key, row.left]),
    [
      ["c", false],
      ["b", false],
    ],
  )
  assert.equal(news, 0)
})

test("a row that left under the hand stays, below everything that is new", () => {
  const items = [
    { id: "c", n: 1 },
    { id: "d", n: 1 },
    { id: "b", n: 2 },
  ]
  const onA = (key: string) => key === "a"
  const first = arrangeRows(items, keyOf, ["a", "b"], remembered, onA)
  assert.deepEqual(
    first.rows.map((row) => [row.key, row.left]),
    [
      ["c", false],
      ["d", false],
      ["a", true],
      ["b", false],
    ],
  )
  assert.equal(first.news, 0)
  // Drawn so, it is held so: nothing moves again by itself.
  const held = first.rows.map((row) => row.key)
  const last = new Map(first.rows.map((row) => [row.key, row.item]))
  assert.deepEqual(arrangeRows(items, keyOf, held, last, onA).rows, first.rows)
})

test("a row of the list that the hand is on and that is still there moves nothing", () => {
  const items = [
    { id: "c", n: 1 },
    { id: "a", n: 1 },
    { id: "b", n: 2 },
  ]
  const { rows, news } = arrangeRows(items, keyOf, ["a", "b"], remembered, (key) => key === "a")
  assert.deepEqual([rows.map((row) => row.key), news], [["a", "b"], 1])
})
