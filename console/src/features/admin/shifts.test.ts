import assert from "node:assert/strict"
import { test } from "node:test"
import {
  addDays,
  clockOf,
  draftFault,
  emptyDraft,
  mondayOf,
  placeKey,
  planCommand,
  rosterPlaces,
  weekAddress,
} from "./shifts.ts"

test("a draft says what is missing first, and a crew needs its unit", () => {
  const draft = emptyDraft("2026-11-30")
  assert.equal(draftFault(draft), "shifts.why_person")
  assert.equal(draftFault({ ...draft, person: "1" }), "shifts.why_function")
  assert.equal(draftFault({ ...draft, person: "1", function: "crew" }), "shifts.why_unit")
  const whole = { ...draft, person: "1", function: "dispatcher", unit: "left over" } as const
  assert.equal(draftFault(whole), null)
  assert.equal(draftFault({ ...whole, ends: "25:00" }), "shifts.why_hours")
  assert.equal(draftFault({ ...whole, day: "" }), "shifts.why_day")
  assert.equal(planCommand(whole).unit, null)
  const before = { day: "2026-11-29", starts: "20:00" }
  assert.deepEqual(planCommand(whole, before).instead_of, before)
})

test("hours are read as people type them", () => {
  assert.deepEqual([clockOf("8:00"), clockOf(" 08.30"), clockOf("22h15")], ["08:00", "08:30", "22:15"])
})

test("a week is asked for by its place and a day in it", () => {
  assert.equal(addDays("2026-12-28", 7), "2027-01-04")
  assert.deepEqual([mondayOf("2026-11-29"), mondayOf("2026-11-30")], ["2026-11-23", "2026-11-30"])
  assert.equal(weekAddress(placeKey(null, null), ""), "/api/rosters/week?")
  assert.equal(
    weekAddress(placeKey("san", "san-1"), "2026-11-30"),
    "/api/rosters/week?agency=san&centre=san-1&day=2026-11-30",
  )
})

test("an administrator plans every place, of an agency its own, and a supervisor the own one", () => {
  const known = {
    agencies: [
      { id: "san", name: "Salud" },
      { id: "bom", name: "Bomberos" },
    ],
    centres: [{ id: "san-1", agency: "san", name: "Centro" }],
  }
  const values = (agency: string | null, administers: boolean) =>
    rosterPlaces({ agency, centre: null }, administers, known, "Sala").map((one) => one.value)
  assert.deepEqual(values(null, true), ["|", "san|san-1", "san|", "bom|"])
  assert.deepEqual(values("san", true), ["san|san-1", "san|"])
  assert.deepEqual(rosterPlaces({ agency: "san", centre: "san-1" }, false, null, "Sala"), [
    { value: "san|san-1", label: "Sala" },
  ])
})
