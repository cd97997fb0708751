import assert from "node:assert/strict"
import { test } from "node:test"
import { calendarDay } from "../../kit/time.ts"
import type { OnCallDuty } from "../../protocol/generated.ts"
import { clockText, dutyState, hoursText, onCallCommand, onCallDraftOf, onCallErrors } from "./on-call.ts"

const NIGHTS: OnCallDuty = {
  id: "d1",
  mode: "real",
  function: "technician",
  agency: null,
  centre: "san-1",
  hours: { days: [1, 2, 3, 5], starts: "20:00", ends: "08:00", first_day: "2026-01-01", last_day: null },
  contacts: [
    { name: "Marta", phone: "+34600000001", ways: ["sms"], email: "marta@alba.example", language: "ca" },
    { name: "Joan", phone: "4711", ways: [], email: null, language: "es" },
  ],
}

test("a new duty is every day, all day, from today, and needs a name and a number", () => {
  const draft = onCallDraftOf(null, "2026-11-28")
  assert.deepEqual(onCallErrors(draft), { name_0: "admin.error.required", phone_0: "admin.error.dialled" })
  const [first] = draft.contacts
  assert.ok(first)
  Object.assign(first, { name: " Marta ", phone: "600 00-00" })
  assert.deepEqual(onCallErrors(draft), {})
  assert.deepEqual(onCallCommand(draft, "d2"), {
    kind: "rosters.set_on_call",
    duty: "d2",
    function: "duty_officer",
    notice: null,
    centre: null,
    agency: null,
    hours: {
      days: [1, 2, 3, 4, 5, 6, 7],
      starts: "00:00",
      ends: "00:00",
      first_day: "2026-11-28",
      last_day: null,
    },
    contacts: [{ name: "Marta", phone: "6000000", ways: [], email: null, language: "es" }],
  })
})

test("a duty that is there keeps its place and its people in order, and an empty deputy is none", () => {
  const draft = onCallDraftOf(NIGHTS, "2026-11-28")
  assert.deepEqual(onCallErrors(draft), {})
  const command = onCallCommand(draft, "d1")
  assert.deepEqual([command.centre, command.agency, command.hours], ["san-1", null, NIGHTS.hours])
  assert.deepEqual(command.contacts, NIGHTS.contacts)
  assert.equal(onCallCommand({ ...draft, scope: "agency:san" }, "d1").agency, "san")
})

test("what is half typed says where", () => {
  const draft = onCallDraftOf(NIGHTS, "2026-11-28")
  Object.assign(draft, { days: [], starts: "25:00", ends: "", first_day: "", last_day: "2025-01-01" })
  const deputy = draft.contacts[2]
  assert.ok(deputy)
  deputy.name = "Pere"
  assert.deepEqual(onCallErrors(draft), {
    days: "admin.error.days",
    starts: "admin.error.clock",
    ends: "admin.error.clock",
    first_day: "admin.error.date",
    phone_2: "admin.error.dialled",
  })
  assert.equal(onCallErrors({ ...draft, first_day: "2026-01-01" }).last_day, "admin.error.date_reversed")
})

test("a time is understood as people type it, and days that follow one another are told as a run", () => {
  assert.deepEqual(["8", "8:30", "0830", "20h15", " 08:00 "].map(clockText), [
    "08:00",
    "08:30",
    "08:30",
    "20:15",
    "08:00",
  ])
  assert.equal(clockText("mañana"), "mañana")
  assert.equal(hoursText(NIGHTS.hours, "en"), "Mon–Wed, Fri 20:00–08:00")
  assert.equal(calendarDay("2026-11-29", "en"), "Nov 29, 2026")
})

test("a duty is in force from its first day to its last", () => {
  const hours = { ...NIGHTS.hours, first_day: "2026-01-02", last_day: "2026-03-01" }
  const on = (day: string) => dutyState(hours, day)
  assert.deepEqual([on("2026-01-01"), on("2026-01-02")], ["later", "in_force"])
  assert.deepEqual([on("2026-03-01"), on("2026-03-02")], ["in_force", "over"])
  assert.equal(dutyState(NIGHTS.hours, "2030-01-01"), "in_force")
})

test("whom Auxilio sends messages has an international number, and the party of a notice names it", () => {
  const draft = onCallDraftOf(NIGHTS, "2026-11-28")
  const deputy = draft.contacts[1]
  assert.ok(deputy)
  deputy.ways = ["sms"]
  draft.function = "notice"
  assert.deepEqual(onCallErrors(draft), {
    notice: "admin.error.required",
    phone_1: "admin.error.international",
  })
  deputy.phone = "+34 600 000 002"
  draft.notice = "rail_stop_traffic"
  assert.deepEqual(onCallErrors(draft), {})
  assert.equal(onCallCommand(draft, "d1").notice, "rail_stop_traffic")
  assert.equal(onCallCommand({ ...draft, function: "technician" }, "d1").notice, null)
})

test("whom Auxilio sends e-mail has an address", () => {
  const draft = onCallDraftOf(NIGHTS, "2026-11-28")
  const first = draft.contacts[0]
  assert.ok(first)
  Object.assign(first, { ways: ["email"], email: "" })
  assert.deepEqual(onCallErrors(draft), { email_0: "admin.error.email" })
  first.email = " marta@alba.example "
  assert.deepEqual(onCallErrors(draft), {})
  assert.equal(onCallCommand(draft, "d1").contacts[0].email, "marta@alba.example")
})
