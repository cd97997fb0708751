import assert from "node:assert/strict"
import { test } from "node:test"
import { OptionSearch } from "./option-search.ts"

const DESKS = ["Sin puesto", "Puesto 02", "Puesto 03", "Puesto 10", "A-02", "Sanidad, puesto 1"].map(
  (label) => ({
    value: label,
    label,
  }),
)
const typed = (text: string, apart_ms = 100) => {
  const search = new OptionSearch()
  return [...text].map((key, n) => search.add(key, DESKS, n * apart_ms)?.label).at(-1)
}

test("a number finds the desk that has it, and the first of several", () => {
  assert.equal(typed("03"), "Puesto 03")
  assert.equal(typed("02"), "Puesto 02")
  assert.equal(typed("10"), "Puesto 10")
})

test("what begins an option is left to the browser", () => {
  assert.equal(typed("Puesto 0"), undefined)
  assert.equal(typed("a"), undefined)
})

test("after a rest a key begins anew, and what is nowhere finds nothing", () => {
  assert.equal(typed("03", 2_000), "Puesto 03")
  assert.equal(typed("99"), undefined)
})
