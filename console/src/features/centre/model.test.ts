import assert from "node:assert/strict"
import { test } from "node:test"
import type { CriticalChange, TaskRow, UnitRow, WatchRow } from "../../protocol/generated.ts"
import {
  aidTasksOf,
  alarmsOf,
  centreAlarms,
  clockOf,
  differingProposals,
  isAidAlive,
  isOfferLate,
  isOwnWatch,
  isRelevantTask,
  type JointProposal,
  nextAcknowledgement,
  type OpenRequirement,
  otherCentres,
  proposedUnits,
  recommendedUnits,
  sortTasks,
  subtractList,
  taskGroupOf,
  toBorrow,
  unitsSetAside,
  voiceStatusCommand,
} from "./model.ts"

const task = (more: Partial<TaskRow>): TaskRow =>
  ({
    id: "t1",
    case: "c1",
    state: "offered",
    priority: 1,
    passed_to: null,
    changes: [],
    assignments: [],
    uncovered: [],
    capabilities: ["als"],
    by_centre: ["med_reg"],
    since: "2026-11-24T03:00:00Z",
    offered_at: "2026-11-24T03:00:00Z",
    soon_at: null,
    due_at: null,
    ...more,
  }) as unknown as TaskRow
const watch = (more: Partial<WatchRow>): WatchRow =>
  ({
    id: "w1",
    kind: "arrive",
    state: "fired",
    subject: "assignment:a1",
    to: [{ unit: "u1" }, { centre: "bom-1" }],
    priority: 1,
    set_at: "2026-11-24T03:00:00Z",
    amber_at: null,
    red_at: "2026-11-24T03:09:00Z",
    fired_at: "2026-11-24T03:09:00Z",
    over_at: null,
    ...more,
  }) as unknown as WatchRow
const unit = (callsign: string, more: Partial<UnitRow> = {}): UnitRow =>
  ({ id: callsign, callsign, orders: [], emergency: null, ...more }) as unknown as UnitRow
const change = (more: Partial<CriticalChange> = {}): CriticalChange =>
  ({ id: "k1", kind: "hazard", new: "arma", at: "2026-11-24T03:00:00Z", ...more }) as CriticalChange

test("what is offered stands first, by the time left", () => {
  const order = sortTasks([
    task({ id: "active", state: "active" }),
    task({ id: "none", state: "accepted", due_at: "2026-11-24T03:00:10Z" }),
    task({ id: "later", due_at: "2026-11-24T03:02:00Z" }),
    task({ id: "sooner", due_at: "2026-11-24T03:01:00Z" }),
  ])
  assert.deepEqual(
    order.map((each) => each.id),
    ["sooner", "later", "none", "active"],
  )
})

test("an offer that timed out is late since it did, stands first, and has no word once another has it", () => {
  const ran = task({ id: "ran", state: "timed_out", since: "2026-11-24T03:01:00Z" })
  const before = task({ id: "before", state: "timed_out", since: "2026-11-24T03:00:30Z" })
  const order = sortTasks([task({ id: "new", due_at: "2026-11-24T03:02:00Z" }), ran, before])
  assert.deepEqual(
    order.map((each) => each.id),
    ["before", "ran", "new"],
  )
  assert.equal(clockOf(ran, []).due_at, ran.since)
  assert.equal(isOfferLate(task({ state: "timed_out", passed_to: "t2" })), false)
  assert.equal(isOfferLate(task({})), false)
})

test("a centre with two tasks of a case is one to write to, and our own is none", () => {
  const of = (centre: string) => task({ centre })
  assert.deepEqual(otherCentres([of("bom-1"), of("san-1"), of("bom-1"), of("pol-1")], "san-1"), [
    "bom-1",
    "pol-1",
  ])
})

test("a task told by telephone and one accepted are both without a unit", () => {
  for (const state of ["accepted", "told"] as const) assert.equal(taskGroupOf(task({ state })), "no_unit")
})

test("a task that another centre has is gone, unless it was cancelled and nobody has read it", () => {
  assert.equal(isRelevantTask(task({ state: "timed_out", passed_to: "t2" })), false)
  assert.equal(isRelevantTask(task({ state: "timed_out" })), true)
  assert.equal(isRelevantTask(task({ state: "cancelled" })), false)
  assert.equal(isRelevantTask(task({ state: "cancelled", changes: [change({ kind: "cancelled" })] })), true)
})

test("under way the clock is that of the next promise of its units", () => {
  const active = task({ state: "active", assignments: ["a1", "a2"] })
  const late = watch({
    id: "later",
    subject: "assignment:a2",
    red_at: "2026-11-24T03:20:00Z",
    kind: "depart",
  })
  assert.equal(clockOf(active, [late, watch({})]).kind, "arrive")
  assert.equal(clockOf(active, [watch({ over_at: "2026-11-24T03:08:00Z" })]).kind, null)
  assert.equal(clockOf(task({}), [watch({})]).kind, "task_accept")
})

test("a centre hears its own promises and its units', a supervisor hears all", () => {
  const other = watch({ to: [{ centre: "san-1" }, { unit: "a9" }] })
  assert.equal(isOwnWatch(other, "bom-1", new Set(["u1"])), false)
  assert.equal(isOwnWatch(watch({ to: [{ unit: "u1" }] }), "bom-1", new Set(["u1"])), true)
  assert.equal(isOwnWatch(other, null, new Set()), true)
})

test("an alarm that was answered is quiet until it fires again", () => {
  assert.deepEqual(alarmsOf([watch({ state: "answered" })]), [])
  const found = alarmsOf([watch({}), watch({ id: "e", kind: "crew_emergency", state: "escalated" })])
  assert.deepEqual(
    found.map((each) => each.id),
    ["e", "w1"],
  )
})

test("Alt+V answers a crew in danger before anything, and shows a change of another task before it is known", () => {
  const seen = { units: [], task: task({}), tasks: [task({})], alarms: [watch({})], unread: [] }
  assert.equal(nextAcknowledgement(seen)?.kind, "watch")
  const changed = task({ id: "t2", changes: [change()] })
  assert.equal(nextAcknowledgement({ ...seen, tasks: [task({}), changed] })?.kind, "look")
  assert.equal(nextAcknowledgement({ ...seen, task: changed, tasks: [changed] })?.kind, "change")
  const danger = unit("B-12", { emergency: { at: "2026-11-24T03:00:00Z", by_name: "B-12" } })
  assert.equal(nextAcknowledgement({ ...seen, units: [danger], task: changed })?.kind, "emergency")
  const answered = unit("B-12", {
    emergency: { at: "2026-11-24T03:00:00Z", by_name: "B-12", answered_at: "2026-11-24T03:00:05Z" },
  })
  assert.equal(nextAcknowledgement({ ...seen, units: [answered] })?.kind, "watch")
})

test("a P0 offered sounds until it is answered, a P2 does not sound on", () => {
  const due = centreAlarms([task({ id: "p0", priority: 0 }), task({ id: "p2", priority: 2 })], [], [])
  assert.deepEqual([...due], [["p0", "offered_p0"]])
  assert.deepEqual([...centreAlarms([task({ id: "p0", priority: 0, state: "accepted" })], [], [])], [])
  assert.deepEqual([...centreAlarms([], [], [watch({})]).values()], ["no_answer"])
})

test("a callsign is heard without its dash, its zeros and its capitals", () => {
  const units = [unit("B-01"), unit("B-02"), unit("B-12"), unit("SVA-3")]
  const names = (text: string) => voiceStatusCommand(text, units).map((each) => each.callsign)
  assert.deepEqual(names("b1"), ["B-01"], "the one it names, though B-12 begins so")
  assert.deepEqual(names("B 02"), ["B-02"])
  assert.deepEqual(names("b"), ["B-01", "B-02", "B-12"])
  assert.deepEqual(names("sva"), ["SVA-3"])
  assert.deepEqual(names("x"), [])
  assert.deepEqual(names(" "), [])
})

test("a unit that can do two things stands once, and what the server proposes stands first", () => {
  const candidate = (id: string, travel_s: number) => ({
    unit: id,
    callsign: id,
    capability: "als",
    travel_s,
    by: "road",
    reasons: [],
    flags: [],
  })
  const needs: readonly OpenRequirement[] = [
    {
      capability: "als",
      count: 1,
      proposed: ["M"],
      candidates: [candidate("A", 60), candidate("M", 90)],
      aside: [],
    },
    {
      capability: "bls",
      count: 1,
      proposed: [],
      candidates: [candidate("A", 60)],
      aside: [candidate("X", 30)],
    },
  ]
  const found = proposedUnits(needs, "candidates")
  assert.deepEqual(
    found.map((each) => [each.unit, each.proposed, each.capabilities.length]),
    [
      ["M", true, 1],
      ["A", false, 2],
    ],
  )
  assert.deepEqual(
    proposedUnits(needs, "aside").map((each) => each.unit),
    ["X"],
  )
})

test("across a closed bridge the line is short, and its unit stands after those that can drive there", () => {
  const pump = (unit: string, travel_s: number, by: string) => ({
    unit,
    callsign: unit,
    capability: "pump",
    travel_s,
    by,
    reasons: [],
    flags: [],
  })
  const need = (candidates: OpenRequirement["candidates"]): OpenRequirement => ({
    capability: "pump",
    count: 2,
    proposed: ["B-01", "B-02"],
    candidates,
    aside: [],
  })
  const order = (...of: OpenRequirement["candidates"]) =>
    proposedUnits([need(of)], "candidates").map((each) => each.unit)
  assert.deepEqual(order(pump("B-01", 60, "straight_line"), pump("B-02", 400, "road")), ["B-02", "B-01"])
  assert.deepEqual(order(pump("B-02", 400, "straight_line"), pump("B-01", 60, "straight_line")), [
    "B-01",
    "B-02",
  ])
  assert.deepEqual(order(pump("B-01", 60, "estimate"), pump("B-02", 400, "through_closure")), [
    "B-02",
    "B-01",
  ])
})

test("what was asked of a neighbour is followed to whoever has it now, and only of this task", () => {
  const aid = (id: string, offered_at: string, more: Partial<TaskRow> = {}) =>
    task({ id, aid_of: "t1", passed_to: null, offered_at, ...more })
  const others = [
    aid("b", "2026-11-24T03:13:00Z"),
    aid("a", "2026-11-24T03:12:00Z", { passed_to: "b", state: "refused" }),
    aid("c", "2026-11-24T03:12:30Z"),
    aid("d", "2026-11-24T03:12:40Z", { aid_of: "t2" }),
  ]
  assert.deepEqual(
    aidTasksOf(task({ id: "t1" }), others).map((each) => each.id),
    ["c", "b"],
  )
  assert.deepEqual(aidTasksOf(undefined, others), [])
  assert.ok(isAidAlive(task({ state: "offered" })))
  assert.ok(!isAidAlive(task({ state: "timed_out" })), "nobody has it, and it may be asked again")
})

test("of two that are missing, one that was asked of a neighbour leaves one", () => {
  assert.deepEqual(subtractList(["rescue", "rescue", "pump"], ["rescue", "hazmat"]), ["rescue", "pump"])
})

test("a neighbour is asked for what no unit of ours can do, else for what nobody covers who goes", () => {
  const open = ["als", "bls"]
  assert.deepEqual(toBorrow(open, ["als"], ["bls"]), ["als"])
  assert.deepEqual(toBorrow(open, [], ["bls"]), ["bls"], "not for the advanced unit that goes")
  assert.deepEqual(toBorrow(open, ["pump"], []), [], "asked of somebody by now")
})

test("the server marks whom looking at all cases together gives, and says only where that differs", () => {
  const need: OpenRequirement = {
    capability: "pump",
    count: 1,
    proposed: ["B-01"],
    candidates: [],
    aside: [],
  }
  const entry = (task: string, unit: string | null, code: string): JointProposal => ({
    task,
    capability: "pump",
    unit,
    callsign: unit,
    travel_s: unit ? 100 : null,
    reason: { code },
  })
  const shared = [
    entry("t1", "B-02", "more_severe"),
    entry("t2", "B-01", "nearest"),
    entry("t3", null, "none_free"),
  ]
  assert.deepEqual(recommendedUnits("t1", [need], shared), ["B-02"])
  assert.deepEqual(recommendedUnits("t9", [need], shared), ["B-01"], "not among them: as taken alone")
  assert.deepEqual(recommendedUnits("t3", [need], shared), [], "nobody is left")
  assert.deepEqual(
    ["t1", "t2", "t3", undefined].map((task) => differingProposals(task, shared).length),
    [1, 0, 0, 0],
  )
})

test("each unit of the centre stands once: a candidate, or aside with its reason, whoever goes first", () => {
  const able = (unit: string, code: string) => ({
    unit,
    callsign: unit,
    capability: "pump",
    travel_s: 60,
    by: "road",
    reasons: [{ code }],
    flags: [],
  })
  const need = (capability: string, candidates: string[], aside: [string, string][]) => ({
    capability,
    count: 1,
    proposed: [],
    candidates: candidates.map((unit) => able(unit, "nearest")),
    aside: aside.map(([unit, code]) => able(unit, code)),
  })
  const aside = unitsSetAside({
    task: "t1",
    needs: [need("pump", ["B-1"], [["B-3", "no_crew"]]), need("rescue", [], [["B-2", "on_this_task"]])],
    missing: [],
    unsuited: [
      { unit: "E-1", callsign: "E-1", capabilities: ["ladder"], reasons: [{ code: "other_capability" }] },
    ],
    neighbours: [],
  })
  assert.deepEqual(
    aside.map((each) => [each.unit, each.reasons[0]?.code]),
    [
      ["B-2", "on_this_task"],
      ["B-3", "no_crew"],
      ["E-1", "other_capability"],
    ],
  )
})

test("what nobody covers runs by the clock of the task, before those of the units that go", () => {
  const going = task({
    state: "active",
    assignments: ["a1"],
    uncovered: ["rescue"],
    due_at: "2026-11-24T03:00:30Z",
  })
  assert.equal(clockOf(going, [watch({})]).kind, "uncovered")
  assert.equal(clockOf({ ...going, uncovered: [] }, [watch({})]).kind, "arrive")
})

test("what the centre does itself is under way once accepted, with no clock of a unit", () => {
  const doctor = task({ state: "accepted", capabilities: ["med_reg"], due_at: null })
  assert.equal(taskGroupOf(doctor), "under_way")
  assert.equal(clockOf(doctor, []).kind, null)
  assert.equal(taskGroupOf({ ...doctor, capabilities: ["med_reg", "als"] }), "no_unit")
})
