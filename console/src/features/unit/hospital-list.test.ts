import assert from "node:assert/strict"
import { test } from "node:test"
import type { HospitalOption } from "../../hospitals/options.ts"
import { type KnownHospital, optionsByDistance, optionsFromCache } from "./hospital-list.ts"

const AT = Date.parse("2026-11-24T03:00:00Z")
const NONE = { declared: null, said_at: null, coming: 0, arrived: 0, meant: 0, left: null }
const option = (hospital: string, travel_s: number, why: HospitalOption["why"] = []): HospitalOption => ({
  hospital,
  name: hospital,
  travel_s,
  by: "road",
  room: { red: NONE, yellow: NONE, green: NONE },
  coming: 0,
  why,
})
const row = (id: string, lat: number, more: Partial<KnownHospital> = {}): KnownHospital => ({
  id,
  name: id,
  place: { lat, lon: 1 },
  can: [],
  diversions: [],
  ...more,
})
const full = { code: "full", facts: { colour: "red" } }
const names = (options: readonly HospitalOption[]) => options.map((each) => each.name)
const last = {
  at_ms: AT,
  need: null,
  options: { proposed: [option("near", 300), option("far", 900)], aside: [option("full", 100, [full])] },
}

test("the last list keeps its order, and what was full stays aside", () => {
  const found = optionsFromCache(last, [], null, AT)
  assert.deepEqual([names(found.proposed), names(found.aside)], [["near", "far"], ["full"]])
})

test("another need is asked of what each is known to do", () => {
  const rows = [row("near", 41), row("far", 42, { can: ["stroke"] })]
  const found = optionsFromCache(last, rows, "stroke", AT)
  assert.deepEqual(names(found.proposed), ["far"])
  assert.deepEqual(found.aside.find((each) => each.name === "near")?.why, [
    { code: "cannot", facts: { what: "stroke" } },
  ])
})

test("a diversion that began after the list turns away, and one that has ended does not", () => {
  const diversion = {
    id: "d",
    what: [],
    why: "sin camas",
    since: "2026-11-24T02:00:00Z",
    until: "2026-11-24T04:00:00Z",
    by_there: "Dra. Gil",
    entered_by: "Marta",
  }
  const rows = [row("near", 41, { diversions: [diversion] })]
  assert.deepEqual(names(optionsFromCache(last, rows, null, AT).proposed), ["far"])
  const later = optionsFromCache(last, rows, null, Date.parse(diversion.until))
  assert.deepEqual(names(later.proposed), ["near", "far"])
})

test("without any list they stand by the line from here, without a time", () => {
  const rows = [row("far", 42), row("near", 41.1), row("other", 41, { can: ["burns"] })]
  const found = optionsByDistance(rows, { lat: 41, lon: 1 }, null, AT)
  assert.deepEqual(names(found.proposed), ["other", "near", "far"])
  assert.deepEqual(names(optionsByDistance(rows, null, "burns", AT).proposed), ["other"])
  assert.equal(found.proposed[0]?.travel_s, null)
})
