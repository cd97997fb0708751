/** Every alarm has one act, and a role of the room that may do it (decision 0347). The kinds are read from the protocol. */

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { type AttentionItem, attentionItems } from "../src/features/room/attention.ts"
import { everyReason } from "../src/features/room/one-row.ts"
import type { RoomBoard } from "../src/features/room/room-board.ts"
import { workItems } from "../src/features/room/work-items.ts"
import type { CallRow, CaseRow, TaskRow, UnitRow, WatchKind, WatchRow } from "../src/protocol/generated.ts"
import { actorsOf, rolesFor } from "./alarm-actors.ts"

const SENT = readFileSync(join(import.meta.dirname, "../src/protocol/generated.ts"), "utf8")
const KINDS = [...(/export type WatchKind = \(([^)]*)\)/.exec(SENT)?.[1] ?? "").matchAll(/"([a-z_]+)"/g)].map(
  ([, kind]) => kind as WatchKind,
)
/** What a watch can be about (`subject` of followup/core/model.py). */
const SUBJECTS = [
  "task:t",
  "unit:u",
  "assignment:a",
  "case:c",
  "call:k",
  "desk:d",
  "handover:h",
  "process:p",
  "net:n",
]
const LEVELS = ["desk", "room", "guard"] as const
const AT = "2026-11-24T03:00:00Z"

const CASE = {
  id: "c",
  number: 7,
  state: "open",
  priority: 0,
  provisional: false,
  owner: "d",
  opened_at: AT,
  help_sent_at: AT,
} as unknown as CaseRow
const TASK = {
  id: "t",
  case: "c",
  agency: "bom",
  centre: "bom-1",
  service: "FIRE",
  state: "accepted",
  unowned: false,
  uncovered: [],
  assignments: [],
  since: AT,
  soon_at: AT,
  due_at: AT,
  priority: 0,
} as unknown as TaskRow
const UNIT = { id: "u", callsign: "B-12", emergency: null, case: "c" } as unknown as UnitRow
const CALL = {
  id: "k",
  number: 3,
  state: "abandoned",
  disposition: null,
  case: null,
  rang_at: AT,
  messaged_at: null,
} as unknown as CallRow
const EMPTY: RoomBoard = {
  calls: [],
  desks: [{ id: "d" } as never],
  cases: [CASE],
  tasks: [],
  units: [],
  assignments: [],
  watches: [],
  handovers: [],
}

function watch(
  kind: WatchKind,
  subject: string,
  level: (typeof LEVELS)[number],
  more: Partial<WatchRow> = {},
): WatchRow {
  return {
    id: "w",
    kind,
    subject,
    level,
    state: level === "desk" ? "fired" : "escalated",
    set_at: AT,
    amber_at: AT,
    red_at: AT,
    case: "c",
    call: subject.startsWith("call:") ? "k" : null,
    priority: 0,
    to: [],
    ...more,
  } as unknown as WatchRow
}
function mustHaveActor(rows: readonly AttentionItem[], of: string): void {
  for (const row of everyReason(rows))
    assert.notDeepEqual(actorsOf(row.act), [], `${of}: nobody may «${row.act}»`)
}

test("the protocol names kinds of promises, and the matrix roles that may answer one", () => {
  assert.ok(KINDS.length > 25, `${KINDS.length}`)
  assert.ok(rolesFor("followup.answer_watch").includes("supervisor"))
  assert.deepEqual(rolesFor("no.such.command"), [])
})

test("every kind that is late stands in the room, whatever it is about and however far it climbed, and has an act of somebody", () => {
  for (const kind of KINDS)
    for (const subject of SUBJECTS)
      for (const level of LEVELS)
        for (const board of [EMPTY, { ...EMPTY, tasks: [TASK], units: [UNIT], calls: [CALL] }]) {
          const of = { ...board, watches: [watch(kind, subject, level)] }
          const name = `${kind} ${subject} ${level}`
          const needs = attentionItems(of, "room")
          const answerable = workItems(of).filter((each) => each.answers?.id === "w")
          const led = everyReason(needs).filter((each) => each.watch === "w")
          assert.ok(led.length + answerable.length > 0, `${name}: in no list`)
          mustHaveActor(needs, name)
        }
})

test("a row that asks for a task, a call or a unit names it: its act can be done", () => {
  for (const kind of KINDS)
    for (const subject of SUBJECTS) {
      const of = { ...EMPTY, watches: [watch(kind, subject, "room", { case: null, call: null })] }
      for (const row of everyReason(attentionItems(of, "room"))) {
        if (row.act === "offer") assert.notEqual(row.task, null, kind)
        if (row.act === "call_back" || row.act === "answer_call" || row.act === "say_what_it_was")
          assert.notEqual(row.call, null, `${kind} ${subject}`)
        if (row.act === "acknowledge" || row.act === "phone") assert.notEqual(row.watch, null, kind)
      }
    }
})

test("the rows that no watch makes have an act of somebody as well", () => {
  const alarm = { at: AT, answered_at: null, group: null }
  const boards: readonly Partial<RoomBoard>[] = [
    { units: [{ ...UNIT, emergency: alarm } as unknown as UnitRow] },
    { units: [{ ...UNIT, emergency: { ...alarm, answered_at: AT } } as unknown as UnitRow] },
    { tasks: [{ ...TASK, unowned: true, nobody_since: AT } as TaskRow] },
    { cases: [{ ...CASE, owner: null } as CaseRow] },
    { cases: [{ ...CASE, owner: "gone", help_sent_at: null } as CaseRow] },
    { calls: [CALL] },
    { calls: [{ ...CALL, messaged_at: AT } as CallRow] },
    { calls: [{ ...CALL, state: "queued", cannot_speak: true } as CallRow] },
  ]
  for (const each of boards) {
    const rows = attentionItems({ ...EMPTY, ...each }, "room")
    assert.ok(rows.length > 0, JSON.stringify(each))
    mustHaveActor(rows, JSON.stringify(each))
  }
})
