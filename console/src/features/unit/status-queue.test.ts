import assert from "node:assert/strict"
import { test } from "node:test"
import type { UnitStatus } from "../../protocol/generated.ts"
import {
  carriesPatients,
  crewStatusOf,
  isEarlierOrder,
  isOwnUnit,
  isUndoable,
  NEXT_UNIT_STATUSES,
  nextStep,
  otherSteps,
  pressTime,
  queuedStatusesOf,
} from "./status-queue.ts"

test("the large button walks a whole job, from the alert to ready again", () => {
  const way: UnitStatus[] = ["alerted"]
  for (let at = way[0] as UnitStatus; at !== "available"; ) {
    const next = nextStep(at, true, true, true) as UnitStatus
    assert.ok(next)
    assert.ok(NEXT_UNIT_STATUSES[at].includes(next), `${at} to ${next} is lawful`)
    way.push(next)
    at = next
  }
  assert.deepEqual(way.slice(1), [
    "acknowledged",
    "en_route",
    "on_scene",
    "transporting",
    "at_destination",
    "available",
  ])
})

test("at the hospital the button asks for the handover first, and a crew that cannot say it is not held", () => {
  assert.equal(nextStep("at_destination", true, true), "handed_over")
  assert.deepEqual(otherSteps("at_destination", "handed_over"), ["available", "out_of_service"])
  assert.equal(nextStep("at_destination", true, true, true), "available")
  assert.equal(
    nextStep("at_destination", true, false),
    "available",
    "whoever brings nobody hands nobody over",
  )
})

test("a handover that waits is a press to take back, and no status", () => {
  const waits = (command: object) => ({ id: "1", held: true, command: { unit: "u", ...command } as never })
  const presses = queuedStatusesOf(
    [waits({ kind: "dispatch.report_handover", at: "2026-11-24T03:30:00Z" })],
    "u",
  )
  assert.deepEqual(
    presses.map((each) => each.status),
    ["handed_over"],
  )
  const row = { status: "at_destination", status_at: "2026-11-24T03:20:00Z", v: 3 } as const
  assert.deepEqual(crewStatusOf(row, null, presses), {
    status: "at_destination",
    at: row.status_at,
    durable: true,
  })
})

test("an engine is ready again when its work at the place is done", () => {
  assert.equal(carriesPatients(["pump", "rescue"]), false)
  assert.equal(nextStep("on_scene", true, false), "available")
})

test("without work the button says ready, and a ready crew has none", () => {
  assert.equal(nextStep("available", false, true), null)
  assert.equal(nextStep("en_route", false, true), "available")
  assert.equal(nextStep("out_of_service", false, true), "available")
  assert.equal(nextStep("transporting", false, true), "at_destination", "with somebody on board only there")
})

test("what is lawful is on the button or among the others, and nothing else", () => {
  for (const status of Object.keys(NEXT_UNIT_STATUSES) as UnitStatus[]) {
    const foot = nextStep(status, true, true, true) as UnitStatus | null
    assert.deepEqual(
      new Set([...(foot ? [foot] : []), ...otherSteps(status, foot)]),
      new Set(NEXT_UNIT_STATUSES[status]),
    )
  }
})

test("an alert heard is told at once, every other press can be taken back", () => {
  assert.deepEqual(
    (Object.keys(NEXT_UNIT_STATUSES) as UnitStatus[]).filter((each) => !isUndoable(each)),
    ["acknowledged"],
  )
})

test("a telephone that is five minutes slow still presses after what it was looking at", () => {
  const shown = "2026-11-24T10:00:00.000Z"
  const slow = Date.parse("2026-11-24T09:55:00Z")
  assert.equal(pressTime(slow, shown, null), "2026-11-24T10:00:00.001Z")
  assert.equal(pressTime(slow, shown, "2026-11-24T10:00:00.001Z"), "2026-11-24T10:00:00.002Z", "and in order")
  assert.equal(pressTime(Date.parse("2026-11-24T10:01:00Z"), shown, null), "2026-11-24T10:01:00.000Z")
})

const row = { v: 4, status: "alerted" as const, status_at: "2026-11-24T10:00:00Z" }
const press = (status: UnitStatus, at: string) => ({ id: status, status, at, held: false })

test("what was pressed last is where the crew stands, and it is not drawn as done", () => {
  const waiting = [press("en_route", "2026-11-24T10:01:00Z"), press("on_scene", "2026-11-24T10:09:00Z")]
  assert.deepEqual(crewStatusOf(row, null, waiting), {
    status: "on_scene",
    at: "2026-11-24T10:09:00Z",
    durable: false,
  })
})

test("between the answer and the board the page does not jump back", () => {
  const answered = { status: "en_route" as const, at: "2026-11-24T10:01:00Z", version: 5 }
  assert.equal(crewStatusOf(row, answered, []).status, "en_route")
  assert.equal(crewStatusOf({ ...row, v: 5 }, answered, []).status, "alerted", "the board has the last word")
})

test("only the presses of this unit count", () => {
  const of = (unit: string, kind = "dispatch.report_status") => ({
    id: unit,
    held: false,
    command: { kind, unit, status: "en_route", at: "t" },
  })
  const sent = [of("a"), of("b"), of("a", "dispatch.emergency")]
  assert.deepEqual(queuedStatusesOf(sent, "a"), [{ id: "a", status: "en_route", at: "t", held: false }])
})

test("a unit is the crew's own by its callsign or by a name on board", () => {
  const unit = { id: "u1", callsign: "A-01", crew: [{ name: "Nil", role: "nurse", person: "nil" }] }
  const who = (desk: string | null, id = "x") => ({ desk, person: { id } })
  assert.ok(isOwnUnit(unit, who("a-01")))
  assert.ok(isOwnUnit(unit, who(null, "nil")))
  assert.ok(!isOwnUnit(unit, who("a-02")))
  assert.ok(!isOwnUnit({ ...unit, crew: [] }, who(null)))
})

test("an unread order of the job before is not taken for one of this job", () => {
  const order = { id: "o", at: "2026-11-24T10:00:00Z" }
  assert.equal(isEarlierOrder(order, "2026-11-24T10:05:00Z", []), true)
  assert.equal(
    isEarlierOrder(order, "2026-11-24T10:05:00Z", [{ id: "o" }]),
    false,
    "the alert brought it along",
  )
  assert.equal(isEarlierOrder(order, "2026-11-24T09:55:00Z", []), false, "it came during the job")
  assert.equal(isEarlierOrder(order, null, []), false)
})
