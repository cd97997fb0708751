import assert from "node:assert/strict"
import { test } from "node:test"
import { type FoundItem, inOrder } from "./ranking.ts"

const item = (id: string, more: Partial<FoundItem> = {}): FoundItem => ({
  id,
  kind: "command",
  title: id,
  fit: 1,
  possible: true,
  recent: `command ${id}`,
  ...more,
})
const order = (items: readonly FoundItem[], recents: readonly string[] = []) =>
  inOrder(items, recents).map((each) => each.id)

test("what cannot be done now comes last, however well it fits", () => {
  assert.deepEqual(order([item("exact", { fit: 0, possible: false }), item("part", { fit: 3 })]), [
    "part",
    "exact",
  ])
})

test("what was chosen last goes before the rest that fits as well, and not before what fits better", () => {
  const items = [item("a"), item("b"), item("c", { fit: 0 })]
  assert.deepEqual(order(items, ["command b"]), ["c", "b", "a"])
})

test("the commands of this page go before those of every page", () => {
  assert.deepEqual(order([item("all", { here: false }), item("page")]), ["page", "all"])
})

test("what is equal stays as it came", () => {
  assert.deepEqual(order([item("b"), item("a")]), ["b", "a"])
})
