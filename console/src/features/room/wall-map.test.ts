import assert from "node:assert/strict"
import { test } from "node:test"
import type { AssignmentRow, CaseRow, UnitLocation, UnitRow } from "../../protocol/generated.ts"
import type { RoomBoard } from "./room-board.ts"
import { tally, wallMarks, wallUnits } from "./wall-map.ts"

const AT = Date.parse("2026-11-24T03:12:00Z")
const POINT = { lat: 42.5, lon: 1.5 }
const incident = (id: string, more: Partial<CaseRow>): CaseRow =>
  ({
    id,
    number: 4821,
    state: "open",
    priority: 0,
    provisional: true,
    reserved: false,
    hidden: false,
    location: { words: "Carrer Major, 5", point: POINT },
    ...more,
  }) as CaseRow
const unit = (id: string, more: Partial<UnitRow> = {}): UnitRow =>
  ({
    id,
    callsign: id,
    agency: "sem",
    status: "en_route",
    home: POINT,
    case: null,
    emergency: null,
    ...more,
  }) as UnitRow
const board = (more: Partial<RoomBoard>): RoomBoard => ({
  calls: [],
  desks: [],
  cases: [],
  tasks: [],
  units: [],
  assignments: [],
  watches: [],
  handovers: [],
  ...more,
})

test("an incident is its priority and its number, and its address is not on the wall", () => {
  const [mark] = wallMarks(board({ cases: [incident("a", {})] }))
  assert.deepEqual(mark, { id: "case:a", ...POINT, label: "4821", priority: 0, provisional: true })
})

test("what is reserved, closed or without a place stands nowhere", () => {
  const cases = [
    incident("reserved", { reserved: true }),
    incident("hidden", { hidden: true }),
    incident("closed", { state: "closed" }),
    incident("nowhere", { location: null }),
  ]
  assert.deepEqual(wallMarks(board({ cases })), [])
})

test("a unit that works for a reserved incident does not show where that is", () => {
  const cases = [incident("r", { reserved: true }), incident("o", {})]
  const assignments = [{ unit: "B-02", case: "r" } as AssignmentRow]
  const units = [unit("B-01"), unit("B-02"), unit("B-03", { case: "r" }), unit("B-04", { case: "o" })]
  const shown = wallUnits(board({ cases, assignments, units }), [], () => "HEALTH", AT)
  assert.deepEqual(
    shown.map((each) => each.id),
    ["B-01", "B-04"],
  )
})

test("a unit stands where it was seen, and is dotted when that is old or only its base is known", () => {
  const seen = (id: string, s: number) =>
    ({
      unit: id,
      lat: 42.6,
      lon: 1.6,
      point: { lat: 42.6, lon: 1.6 },
      at: new Date(AT - s * 1000).toISOString(),
    }) as unknown as UnitLocation
  const units = [unit("new"), unit("old"), unit("base")]
  const shown = wallUnits(board({ units }), [seen("new", 10), seen("old", 90)], () => undefined, AT)
  assert.deepEqual(
    shown.map((each) => [each.id, each.stale]),
    [
      ["new", false],
      ["old", true],
      ["base", true],
    ],
  )
})

test("equal values are counted once each", () => {
  assert.deepEqual(
    [...tally([0, 2, 0])],
    [
      [0, 2],
      [2, 1],
    ],
  )
})
