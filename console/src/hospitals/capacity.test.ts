import assert from "node:assert/strict"
import { test } from "node:test"
import { activeDiversions, CAPACITY_LIFETIME_MS, capacityReportOf, parseCount } from "./capacity.ts"

const AT = "2026-03-14T03:00:00Z"
const NOW = Date.parse(AT)
const said = { free: 0, at: AT, by_there: "Dra. Soler", entered_by: "Marta" }

test("what nobody said is nothing, and nought is nought", () => {
  assert.equal(capacityReportOf({ capacity: {} }, "red", NOW), null)
  assert.equal(capacityReportOf({ capacity: { red: said } }, "red", NOW)?.free, 0)
})

test("a word grows old to the second", () => {
  assert.equal(capacityReportOf({ capacity: { red: said } }, "red", NOW + CAPACITY_LIFETIME_MS)?.old, false)
  assert.equal(
    capacityReportOf({ capacity: { red: said } }, "red", NOW + CAPACITY_LIFETIME_MS + 1)?.old,
    true,
  )
})

test("a diversion ends by itself", () => {
  const row = {
    diversions: [
      {
        id: "1",
        what: [],
        why: "lleno",
        since: AT,
        until: "2026-03-14T04:00:00Z",
        by_there: "",
        entered_by: "",
      },
    ],
  }
  assert.equal(activeDiversions(row, Date.parse("2026-03-14T03:59:59Z")).length, 1)
  assert.equal(activeDiversions(row, Date.parse("2026-03-14T04:00:00Z")).length, 0)
})

test("an empty line says nothing, and what is no count is not taken for one", () => {
  assert.equal(parseCount(" "), null)
  assert.equal(parseCount("0"), 0)
  assert.equal(parseCount("12"), 12)
  for (const wrong of ["-1", "dos", "1.5", "1000"]) assert.equal(parseCount(wrong), undefined)
})
