import assert from "node:assert/strict"
import { test } from "node:test"
import type {
  CallRow,
  CaseRow,
  DeskRow,
  HandoverRow,
  TaskRow,
  UnitRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { attentionItems } from "./attention.ts"
import { numbersText, roomFigures } from "./figures.ts"
import { everyReason, otherReasons } from "./one-row.ts"
import { type RoomBoard, standOf } from "./room-board.ts"
import { workItems } from "./work-items.ts"

const AT = Date.parse("2026-11-24T03:12:00Z")
const ago = (s: number) => new Date(AT - s * 1000).toISOString()
const NONE: RoomBoard = {
  calls: [],
  desks: [],
  cases: [],
  tasks: [],
  units: [],
  assignments: [],
  watches: [],
  handovers: [],
}
const watch = (id: string, more: Partial<WatchRow>): WatchRow =>
  ({
    id,
    kind: "depart",
    state: "fired",
    level: "room",
    subject: "assignment:w",
    case: null,
    call: null,
    priority: null,
    to: [],
    set_at: ago(100),
    amber_at: ago(40),
    red_at: ago(10),
    ...more,
  }) as WatchRow
const incident = (id: string, more: Partial<CaseRow> = {}): CaseRow =>
  ({
    id,
    number: 4821,
    state: "open",
    owner: "desk-01",
    priority: 2,
    opened_at: ago(90),
    help_sent_at: ago(60),
    ...more,
  }) as CaseRow
const task = (id: string, more: Partial<TaskRow> = {}): TaskRow =>
  ({
    id,
    case: "c",
    agency: "san",
    state: "offered",
    priority: 2,
    unowned: false,
    nobody_since: null,
    since: ago(20),
    soon_at: null,
    due_at: null,
    assignments: [],
    capabilities: ["als"],
    by_centre: ["med_reg"],
    uncovered: [],
    ...more,
  }) as TaskRow
const call = (id: string, more: Partial<CallRow>): CallRow =>
  ({
    id,
    state: "queued",
    rang_at: ago(5),
    ended_at: null,
    disposition: null,
    case: null,
    ...more,
  }) as CallRow
const unit = (id: string, more: Partial<UnitRow>): UnitRow =>
  ({ id, callsign: "B-12", case: null, emergency: null, ...more }) as UnitRow
const desk = (id: string, more: Partial<DeskRow> = {}): DeskRow =>
  ({ id, stand: "ready", joined: null, since: ago(60), ...more }) as DeskRow
const kinds = (of: Partial<RoomBoard>) => attentionItems({ ...NONE, ...of }, "room").map((need) => need.kind)

test("an empty room needs nobody", () => {
  assert.deepEqual(attentionItems(NONE, "room"), [])
})

test("the order is that of gravity, whatever came first", () => {
  const of: Partial<RoomBoard> = {
    desks: [desk("desk-01")],
    cases: [incident("c"), incident("p0", { priority: 0 })],
    units: [unit("u", { emergency: { at: ago(1), by_name: "B-12" } })],
    tasks: [task("t", { state: "timed_out", unowned: true, nobody_since: ago(2) })],
    calls: [call("silent", { cannot_speak: true, rang_at: ago(500) })],
    watches: [
      watch("arrive", { kind: "arrive", case: "a", red_at: ago(3_000) }),
      watch("failed", { kind: "reaction_failed" }),
      watch("deaf", { kind: "silent_leg", case: "b" }),
      watch("no_unit", { kind: "no_unit", subject: "task:other", case: "d" }),
      watch("place", { kind: "no_location", case: "p1", priority: 1 }),
      watch("help", { kind: "desk_help", subject: "desk:desk-07" }),
      watch("first", { kind: "first_unit", level: "desk", case: "p0", priority: 0 }),
    ],
  }
  assert.deepEqual(kinds(of), [
    "crew_emergency",
    "nobody_has_it",
    "first_unit",
    "desk_help",
    "no_location",
    "silent_call",
    "no_unit",
    "silent_leg",
    "reaction_failed",
    "arrive",
  ])
})

test("a fault of a process is told among what is degraded, and an answer ends it", () => {
  const fault = watch("fault", { kind: "process_fault", subject: "process:voice" })
  const rows = attentionItems({ ...NONE, watches: [fault] }, "room")
  assert.deepEqual(
    rows.map((row) => [row.rank, row.act]),
    [["degraded", "acknowledge"]],
  )
})

test("of two of one rank the later one stands first", () => {
  const late = watch("late", { kind: "arrive", red_at: ago(300) })
  const later = watch("later", { kind: "depart", red_at: ago(900) })
  assert.deepEqual(kinds({ watches: [late, later] }), ["depart", "arrive"])
})

test("an emergency that somebody has heard still stands, after those that nobody has", () => {
  const heard = unit("a", { emergency: { at: ago(60), by_name: "A", answered_at: ago(50) } })
  const fresh = unit("b", { emergency: { at: ago(5), by_name: "B" } })
  const rows = attentionItems({ ...NONE, units: [heard, fresh] }, "room")
  assert.deepEqual(
    rows.map((row) => [row.unit, row.act]),
    [
      ["b", "hear_emergency"],
      ["a", "crew_safe"],
    ],
  )
})

test("that nobody has a case can be answered, and stays until somebody has it", () => {
  const tasks = [task("t", { state: "timed_out", unowned: true, nobody_since: ago(9) })]
  const alarm = watch("w", { kind: "nobody_has_it", subject: "task:t" })
  const row = (state: WatchRow["state"]) =>
    attentionItems({ ...NONE, tasks, watches: [{ ...alarm, state }] }, "room").map((need) => [
      need.act,
      need.watch,
      need.unheard,
    ])
  assert.deepEqual(row("fired"), [["offer", "w", true]])
  assert.deepEqual(row("answered"), [["offer", "w", false]])
})

test("what the desk was told first and the room was not is no need of the room, unless it is a P0", () => {
  assert.deepEqual(kinds({ watches: [watch("w", { level: "desk", priority: 2 })] }), [])
  assert.deepEqual(kinds({ watches: [watch("w", { level: "desk", priority: 0 })] }), ["depart"])
})

test("what somebody answered needs nobody until it fires again", () => {
  assert.deepEqual(kinds({ watches: [watch("w", { state: "answered" })] }), [])
})

test("a case late in three promises is one row, its latest", () => {
  const cases = [incident("p0", { priority: 0, owner: "room" })]
  const rows = attentionItems(
    {
      ...NONE,
      cases,
      watches: [
        watch("a", { kind: "offer", case: "p0", red_at: ago(5) }),
        watch("b", { kind: "first_unit", case: "p0", red_at: ago(50) }),
        watch("c", { kind: "arrive", case: "p0", red_at: ago(1) }),
      ],
    },
    "room",
  )
  assert.deepEqual(
    rows.map((row) => row.kind),
    ["first_unit"],
  )
})

test("one row a case: the gravest reason leads, and the others are counted", () => {
  const rows = attentionItems(
    {
      ...NONE,
      cases: [incident("p0", { priority: 0, owner: "room" })],
      tasks: [task("t", { case: "p0", state: "refused", unowned: true })],
      watches: [
        watch("a", { kind: "offer", case: "p0", red_at: ago(5) }),
        watch("d", { kind: "silent_leg", case: "p0" }),
        watch("other", { kind: "desk_help", case: null, subject: "desk:d" }),
      ],
    },
    "room",
  )
  assert.deepEqual(
    rows.map((row) => [row.kind, row.others.map((other) => other.kind)]),
    [
      ["nobody_has_it", ["offer", "silent_leg"]],
      ["desk_help", []],
    ],
  )
  assert.equal(everyReason(rows).length, 4)
})

test("what somebody said that they see to is no red, until it fires again", () => {
  const red = (state: "fired" | "answered") =>
    workItems({
      ...NONE,
      tasks: [task("t", { state: "accepted", due_at: ago(300) })],
      watches: [
        watch("w", { kind: "no_unit", subject: "task:t", state }),
        watch("v", { kind: "arrive", state }),
      ],
    }).filter((each) => each.red_s !== null).length
  assert.deepEqual([red("fired"), red("answered")], [2, 0])
})

test("a place that is missing weighs more while the case may be grave", () => {
  const place = (priority: 0 | 1 | 2 | 3 | 4 | null) =>
    attentionItems(
      { ...NONE, watches: [watch("w", { kind: "no_location", case: "c", priority })] },
      "room",
    )[0]?.rank
  assert.deepEqual([place(null), place(1), place(3)], ["no_place", "no_place", "rest"])
})

test("what nobody covers is named as that, where a unit goes", () => {
  const kinds = (uncovered: string[]) =>
    attentionItems(
      {
        ...NONE,
        tasks: [task("t", { state: "active", uncovered })],
        watches: [watch("w", { kind: "no_unit", subject: "task:t", case: "c" })],
      },
      "room",
    ).map((need) => [need.kind, need.rank, need.act])
  assert.deepEqual(kinds(["rescue"]), [["uncovered", "no_unit", "offer"]])
  assert.deepEqual(kinds([]), [["no_unit", "no_unit", "offer"]])
})

test("an open case whose desk went home is offered to be taken; one's own is not", () => {
  assert.deepEqual(kinds({ cases: [incident("c", { owner: "desk-09" })], desks: [desk("desk-01")] }), [
    "case_without_desk",
  ])
  assert.deepEqual(kinds({ cases: [incident("c", { owner: "room" })] }), [])
  assert.deepEqual(kinds({ cases: [incident("c", { owner: "desk-09", state: "closed" })] }), [])
})

test("an unanswered call is rung back while a promise runs, and afterwards a person says what it was", () => {
  const lost = call("l", { state: "abandoned", ended_at: ago(60), call_back: "ring" })
  const promise = watch("w", { kind: "call_back", state: "amber", subject: "call:l", call: "l" })
  const acts = (of: Partial<RoomBoard>) => attentionItems({ ...NONE, ...of }, "room").map((need) => need.act)
  assert.deepEqual(acts({ calls: [lost], watches: [promise] }), ["call_back"])
  assert.deepEqual(acts({ calls: [lost] }), ["say_what_it_was"])
  assert.deepEqual(acts({ calls: [{ ...lost, disposition: "prank" }] }), [])
})

test("the figures count what is there and say what is late", () => {
  const seen = roomFigures(
    {
      ...NONE,
      calls: [
        call("a", { rang_at: ago(19) }),
        call("b", { rang_at: ago(2) }),
        call("c", { state: "answered" }),
        call("d", { state: "abandoned", ended_at: ago(200) }),
        call("e", { state: "abandoned", ended_at: ago(4_000) }),
      ],
      cases: [incident("x", { priority: 0, number: 4821 }), incident("y", { priority: 0, state: "closed" })],
      tasks: [
        task("t", { state: "accepted", since: ago(52), due_at: ago(1) }),
        task("u", { state: "active" }),
      ],
      desks: [desk("desk-01", { stand: "busy" })],
    },
    AT,
    3,
  )
  assert.deepEqual(
    [seen.queued, seen.longest_s, seen.longest_late, seen.unanswered, seen.unanswered_before],
    [2, 19, true, 1, 1],
  )
  assert.equal(seen.diverted, 3)
  assert.deepEqual(
    [seen.p0, seen.without_unit, seen.without_unit_oldest_s, seen.without_unit_late],
    [[4821], 1, 52, true],
  )
  assert.deepEqual([seen.ready, seen.open, seen.ready_late], [0, 1, true])
})

test("three open P0 are named, of more the first two and how many others there are", () => {
  assert.equal(numbersText([]), "")
  assert.equal(numbersText([4807, 4804, 4803]), "4807 · 4804 · 4803")
  assert.equal(numbersText([4807, 4804, 4803, 4802]), "4807 · 4804 +2")
})

test("an incident lacks a resource once, whether nobody goes to it or a part is nobody's or not covered", () => {
  const board = {
    ...NONE,
    cases: [incident("c", { priority: 0 })],
    tasks: [task("dead", { state: "timed_out", case: "c" })],
    watches: [watch("first", { kind: "first_unit", subject: "case:c", case: "c", set_at: ago(70) })],
  }
  const shown = (of: RoomBoard, at = AT) => {
    const seen = roomFigures(of, at)
    return [seen.without_unit, seen.without_unit_oldest_s, seen.without_unit_late]
  }
  assert.deepEqual(shown(board), [1, 70, true])
  assert.deepEqual(shown(board, AT - 20_000), [0, null, false])
  const goes = task("goes", { state: "active", case: "c", assignments: ["a"] })
  assert.deepEqual(shown({ ...board, tasks: [...board.tasks, goes] })[0], 0)
  // A part that no centre has is red in its row though another part is on its way.
  const nobodys = task("nobodys", { state: "timed_out", case: "c", unowned: true, nobody_since: ago(30) })
  assert.deepEqual(shown({ ...board, tasks: [goes, nobodys] }), [1, 30, true])
  assert.deepEqual(shown({ ...board, tasks: [goes, nobodys, task("idle", { case: "c" })] })[0], 1)
  assert.deepEqual(shown({ ...board, cases: [incident("c", { state: "closed" })], tasks: [nobodys] })[0], 0)
  const partly = { ...goes, uncovered: ["rescue"] }
  const fired = watch("lack", { kind: "no_unit", subject: "task:goes", case: "c", set_at: ago(50) })
  assert.deepEqual(shown({ ...board, tasks: [partly], watches: [fired] }), [1, 50, true])
  // What a centre has accepted is counted by its task, and once.
  assert.deepEqual(shown({ ...board, tasks: [task("theirs", { state: "accepted" })] })[0], 1)
  // What the centre does itself lacks no unit.
  const doctor = task("doctor", { state: "accepted", capabilities: ["med_reg"] })
  assert.deepEqual(shown({ ...board, tasks: [...board.tasks, doctor] })[0], 0)
})

test("who signed for a desk has its cases before opening it, and who has not signed has none", () => {
  const board = { ...NONE, cases: [incident("c", { owner: "desk-01" })] }
  const found = (of: RoomBoard, seat: string) =>
    attentionItems(of, null, (at) => at === seat).map((each) => each.kind)
  assert.deepEqual(found(board, "desk-01"), [])
  assert.deepEqual(found(board, "desk-02"), ["case_without_desk"])
  const unsigned = { id: "h", desk: "desk-01", to: null, state: "offered" } as HandoverRow
  assert.deepEqual(found({ ...board, handovers: [unsigned] }, "desk-01"), ["case_without_desk"])
})

test("a row tells each of its other reasons once, and counts tasks that say the same", () => {
  const reason = (id: string, task: string, words: string) => ({ id, case: "c", task, words, others: [] })
  const row = {
    ...reason("task:police", "police", "no police"),
    others: [
      reason("w1", "police", "no police"),
      reason("task:gas", "gas", "no gas"),
      reason("w2", "gas", "no gas"),
      reason("task:fire", "fire", "no fire"),
      reason("task:fire2", "fire2", "no fire"),
    ] as never[],
  }
  assert.deepEqual(
    otherReasons(row, (each) => each.words),
    [
      { words: "no gas", count: 1 },
      { words: "no fire", count: 2 },
    ],
  )
})

test("work stands by lateness, and no promise of a task is told twice", () => {
  const rows = workItems({
    ...NONE,
    tasks: [
      task("calm", { state: "active" }),
      task("late", { state: "offered", due_at: ago(12) }),
      task("nobody", { state: "refused", unowned: true, nobody_since: ago(40) }),
    ],
    watches: [
      watch("again", { kind: "task_accept", subject: "task:late", red_at: ago(12) }),
      watch("arrive", { kind: "arrive", red_at: ago(30) }),
    ],
  })
  assert.deepEqual(
    rows.map((row) => row.id),
    ["task:nobody", "arrive", "task:late", "task:calm"],
  )
})

test("what nobody has of a case that is over stands above no work", () => {
  const rows = workItems({
    ...NONE,
    cases: [incident("over", { state: "closed" })],
    tasks: [task("dead", { case: "over", state: "refused", unowned: true }), task("new", {})],
  })
  assert.deepEqual(
    rows.map((row) => row.id),
    ["task:new"],
  )
})

test("a desk that has joined a call is busy, in the figures as on its tile", () => {
  const joined = desk("desk-01", { stand: "ready", joined: "c1" })
  const seen = roomFigures({ ...NONE, desks: [joined, desk("desk-02", { stand: "ready" })] }, AT, 0)
  assert.deepEqual([seen.ready, seen.open, standOf(joined)], [1, 2, "busy"])
})

test("an alarm that nobody in the room answered is the duty officer's, and a person telephones", () => {
  const rows = attentionItems(
    {
      ...NONE,
      watches: [
        watch("up", { state: "escalated", level: "guard" }),
        watch("said", { state: "answered", level: "guard" }),
        watch("room", { state: "escalated", level: "room" }),
      ],
    },
    null,
  )
  assert.deepEqual(
    rows.map((each) => [each.id, each.act]),
    [
      ["room", "phone"],
      ["up", "tell_duty_officer"],
    ],
  )
})

test("whom to telephone stands beside the task that nobody has", () => {
  const rows = attentionItems(
    {
      ...NONE,
      tasks: [task("t", { unowned: true })],
      watches: [watch("w", { kind: "nobody_has_it", subject: "task:t", state: "escalated", level: "guard" })],
    },
    null,
  )
  assert.deepEqual(
    rows.map((each) => each.act),
    ["offer", "tell_duty_officer"],
  )
})

test("a caller whom two tries did not reach is tried by hand", () => {
  const lost = { state: "abandoned", ended_at: ago(60), call_back: "ring" } as const
  const rows = attentionItems(
    {
      ...NONE,
      calls: [call("tried", { ...lost, messaged_at: ago(9) }), call("new", { ...lost, messaged_at: null })],
    },
    null,
  )
  assert.deepEqual(
    rows.map((each) => [each.id, each.kind, each.act]),
    [
      ["call:new", "lost_call", "say_what_it_was"],
      ["call:tried", "reach_by_hand", "call_back"],
    ],
  )
})

test("a notice that nobody gave in time is an alarm of the room, to be given there; of a reserved case it is only heard", () => {
  const unsaid = watch("trains", {
    kind: "notice",
    about: "rail_stop_traffic",
    subject: "case:c",
    case: "c",
    stands: true,
  })
  const board = { ...NONE, desks: [desk("desk-01")], cases: [incident("c", { priority: 2 })] }
  const acts = (row: WatchRow) => attentionItems({ ...board, watches: [row] }, null).map((each) => each.act)
  assert.deepEqual(acts(unsaid), ["tell_notice"])
  assert.deepEqual(acts({ ...unsaid, about: null }), ["acknowledge"])
  assert.deepEqual(acts({ ...unsaid, state: "answered" }), [])
})
