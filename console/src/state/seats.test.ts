import assert from "node:assert/strict"
import { test } from "node:test"
import type { SeatRow } from "../protocol/generated.ts"
import { seatRequestsFor } from "./seats.ts"

const NOW = Date.parse("2026-11-27T03:00:00Z")
const at = (s: number) => new Date(NOW + s * 1000).toISOString()
const request = (person: string, asked_s: number) => ({
  person,
  name: person.toUpperCase(),
  at: at(asked_s),
  until: at(asked_s + 120),
})
const seat = (id: string, person: string, requests: SeatRow["requests"], mode: SeatRow["mode"] = "real") =>
  ({ id, mode, centre: null, person, name: person, requests }) satisfies SeatRow
const lucia = {
  person: { id: "lucia" },
  desk: "desk-01",
  agency: null,
  centre: null,
  permissions: [],
  mode: "real",
}

test("a person is shown who asks for their own desk, and nobody who asks for another", () => {
  const rows = [
    seat("desk-01", "lucia", [request("pau", -10)]),
    seat("desk-02", "iria", [request("nil", -20)]),
  ]
  assert.deepEqual(
    seatRequestsFor(rows, lucia, false, NOW).map((each) => [each.desk, each.name, each.own]),
    [["desk-01", "PAU", true]],
  )
})

test("the room lead sees all of them, the own desk first and then the oldest", () => {
  const rows = [
    seat("desk-02", "iria", [request("nil", -20), request("eva", -50)]),
    seat("desk-01", "lucia", [request("pau", -10)]),
  ]
  assert.deepEqual(
    seatRequestsFor(rows, lucia, true, NOW).map((each) => each.person),
    ["pau", "eva", "nil"],
  )
})

test("a request that is over, or of another mode, is not shown", () => {
  const rows = [seat("desk-01", "lucia", [request("pau", -121)])]
  assert.deepEqual(seatRequestsFor(rows, lucia, true, NOW), [])
  const trained = [seat("desk-01", "lucia", [request("pau", -1)], "training")]
  assert.deepEqual(seatRequestsFor(trained, lucia, true, NOW), [])
})

test("who sat there before is not asked any more", () => {
  const rows = [seat("desk-01", "iria", [request("pau", -1)])]
  assert.deepEqual(seatRequestsFor(rows, lucia, false, NOW), [])
})
