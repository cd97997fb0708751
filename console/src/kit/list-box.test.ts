import assert from "node:assert/strict"
import { test } from "node:test"
import { listBox } from "./list-box.ts"

const field = (top: number) => ({ left: 10, width: 300, top, bottom: top + 40 })

test("a list stands below its field, and ends where what must stay in sight begins", () => {
  assert.deepEqual(listBox(field(100), { ceiling: 0, floor: 500, page: 1000 }), {
    left: 10,
    width: 300,
    top: 144,
    bottom: null,
    height: 352,
  })
  assert.equal(listBox(field(100), { ceiling: 0, floor: 1000, page: 1000 }).height, 600, "at most")
})

test("where there is little room below, a list stands above its field and ends at the ceiling", () => {
  const box = listBox(field(700), { ceiling: 200, floor: 800, page: 1000 })
  assert.deepEqual([box.top, box.bottom, box.height], [null, 304, 492])
})

test("a list of a field that is behind what must stay in sight does not cover that either", () => {
  const box = listBox(field(850), { ceiling: 0, floor: 800, page: 900 })
  assert.deepEqual([box.top, box.bottom], [null, 104])
})

test("where there is little room on either side, a list stands where there is more, and is never of a negative height", () => {
  assert.equal(listBox(field(20), { ceiling: 0, floor: 120, page: 120 }).top, 64)
  assert.equal(listBox(field(2), { ceiling: 0, floor: 30, page: 60 }).height, 0)
})
