import assert from "node:assert/strict"
import { test } from "node:test"
import { dateTimeText, timeText, useZone, utcOffsetText } from "./time.ts"

const NIGHT = "2026-11-24T23:12:45Z"

test("a desk shows the clock on the wall of its centre, whatever the browser thinks", () => {
  useZone("Europe/Madrid")
  assert.equal(timeText(NIGHT), "00:12:45")
  assert.equal(utcOffsetText(Date.parse(NIGHT)), "+01:00")
  assert.match(dateTimeText(NIGHT, "es"), /^25 nov 2026, 00:12:45$/)
})

test("the offset follows the season, and stands on the other side of Greenwich too", () => {
  useZone("Europe/Madrid")
  assert.equal(utcOffsetText(Date.parse("2026-07-01T12:00:00Z")), "+02:00")
  useZone("Atlantic/Azores")
  assert.equal(utcOffsetText(Date.parse(NIGHT)), "−01:00")
  useZone("UTC")
  assert.equal(utcOffsetText(Date.parse(NIGHT)), "+00:00")
})

test("a zone that the browser does not know leaves a clock that goes", () => {
  useZone("Nowhere/Nothing")
  assert.match(timeText(NIGHT), /^\d\d:\d\d:\d\d$/)
})
