import assert from "node:assert/strict"
import { test } from "node:test"
import { organisationDraftOf } from "./forms.ts"
import { SERIES_FILE, SERIES_MAX, seriesErrors, seriesNumbers } from "./series.ts"

test("numbers are as wide as the first one is typed", () => {
  assert.deepEqual(seriesNumbers("08", "11"), ["08", "09", "10", "11"])
  assert.deepEqual(seriesNumbers("9", "10"), ["9", "10"])
})

test("a series that ends before it begins, is none or is too long has no numbers", () => {
  for (const [from, to] of [
    ["3", "2"],
    ["", "4"],
    ["1", "x"],
    ["1", String(SERIES_MAX + 1)],
  ] as const)
    assert.deepEqual(seriesNumbers(from, to), [])
  assert.equal(seriesNumbers("1", String(SERIES_MAX)).length, SERIES_MAX)
})

test("key and name need the place of the number", () => {
  const draft = { key: "desk-#", name: "Puesto", from: "1", to: "2" }
  assert.deepEqual(seriesErrors("desks", draft), { name: "admin.error.series_number" })
  assert.deepEqual(seriesErrors("units", { ...draft, key: "A", to: "" }), {
    key: "admin.error.series_number",
    to: "admin.error.series_range",
  })
})

test("a series is a file of the import, like the chosen row", () => {
  const like = { ...organisationDraftOf(null), centre: "san-1", roles: ["call_taker", "dispatcher"] }
  const series = { key: "desk-#", name: 'Puesto "#"', from: "01", to: "02" }
  assert.equal(
    SERIES_FILE.desks(series, like),
    [
      '"id","name","centre","roles"',
      '"desk-01","Puesto ""01""","san-1","call_taker dispatcher"',
      '"desk-02","Puesto ""02""","san-1","call_taker dispatcher"',
    ].join("\n"),
  )
})
