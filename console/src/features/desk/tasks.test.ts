import assert from "node:assert/strict"
import { test } from "node:test"
import type { CriticalChange, TaskRow, UnitRow } from "../../protocol/generated.ts"
import {
  enterStatusCommand,
  inSendOrder,
  isHealthCentre,
  isHeldByNobody,
  isSettledTask,
  outcomesOf,
  taskActionKey,
  taskActionsOf,
  unacknowledgedChanges,
  unheardNames,
} from "./tasks.ts"

const base = {
  id: "t1",
  centre: "san-1",
  service: "HEALTH",
  state: "active",
  assignments: ["a1"],
  passed_to: null,
  by_telephone: false,
  told: null,
  outcome: null,
  contact_attempts: 0,
  changes: [],
} as unknown as TaskRow
const task = (more: Partial<TaskRow>) => ({ ...base, ...more }) as TaskRow

test("a case closes over what has ended, was released or went to another centre, and over nothing else", () => {
  assert.equal(isSettledTask(base), false)
  for (const state of ["ended", "released"] as const) assert.equal(isSettledTask(task({ state })), true)
  assert.equal(isSettledTask(task({ state: "refused" })), false)
  assert.equal(isSettledTask(task({ state: "refused", passed_to: "t2" })), true)
  assert.equal(isSettledTask(task({ state: "cancelled" })), false, "a crew is still out")
  assert.equal(isSettledTask(task({ state: "cancelled", assignments: [] })), true)
})

test("a medicine can be asked of a health centre that has the case or is asked for it", () => {
  assert.equal(isHealthCentre(base), true)
  assert.equal(isHealthCentre(task({ state: "offered" })), true)
  assert.equal(isHealthCentre(task({ state: "timed_out" })), true, "it may still accept")
  assert.equal(isHealthCentre(task({ state: "timed_out", passed_to: "t2" })), false)
  assert.equal(isHealthCentre(task({ state: "refused" })), false)
  assert.equal(isHealthCentre(task({ passed_to: "t2" })), false)
  assert.equal(isHealthCentre(task({ service: "FIRE" })), false)
})

test("a desk releases what a centre has, and speaks only for a centre without a screen", () => {
  assert.deepEqual(taskActionsOf(base), ["release", "contact", "cancel"])
  assert.deepEqual(taskActionsOf(task({ state: "offered", by_telephone: true, assignments: [] })), [
    "tell",
    "cancel",
  ])
  const told = task({ state: "told", by_telephone: true, assignments: [] })
  assert.deepEqual(taskActionsOf(told), ["release", "contact", "end", "cancel", "unit"])
  assert.deepEqual(taskActionsOf(task({ state: "ended" })), [])
})

test("what a centre said by telephone is entered for that centre, and it says so", () => {
  const said = { unit: "u1", status: "en_route", said_by: "Roig" } as const
  assert.deepEqual(enterStatusCommand(base, "unit", said, "a9"), {
    kind: "dispatch.enter_unit",
    unit: "u1",
    said_by: "Roig",
    for_centre: "san-1",
    assignment: "a9",
    task: "t1",
  })
  assert.deepEqual(enterStatusCommand(base, "status", said, "a9"), {
    kind: "dispatch.enter_status",
    unit: "u1",
    said_by: "Roig",
    for_centre: "san-1",
    status: "en_route",
  })
})

test("a silent task ends without a report after two attempts to reach its centre", () => {
  const silent = (contact_attempts: number) =>
    taskActionsOf(task({ state: "accepted", assignments: [], contact_attempts }))
  assert.equal(silent(1).includes("no_report"), false)
  assert.equal(silent(2).includes("no_report"), true)
})

test("the key of an act does not depend on what else can be done", () => {
  assert.deepEqual([taskActionKey("release"), taskActionKey("cancel")], ["1", "6"])
})

test("what a service did is what its centre said; what was released says so; what was cancelled needs nothing", () => {
  const found = outcomesOf([
    task({ state: "ended", outcome: "transported" }),
    task({ state: "released", service: "POLICE", centre: "pol-1" }),
    task({ state: "cancelled", service: "FIRE", centre: "bom-1" }),
  ])
  assert.deepEqual(
    found.map((each) => [each.service, each.result]),
    [
      ["HEALTH", "transported"],
      ["POLICE", "released"],
    ],
  )
})

test("one corrected street is one thing to know, for as long as a centre or a crew has not said so", () => {
  const change = (id: string, acknowledged = false) =>
    ({
      id,
      kind: "location_corrected",
      new: "Calle Nueva 3",
      at: "2026-03-14T02:12:33Z",
      acknowledged: acknowledged ? {} : null,
    }) as unknown as CriticalChange
  const crew = (orders: CriticalChange[]) => [{ callsign: "A-01", orders } as unknown as UnitRow]
  const both = [task({ changes: [change("c1")] }), task({ centre: "pol-1", changes: [change("c2")] })]
  const [only, ...more] = unacknowledgedChanges(both, crew([change("c1")]))
  assert.deepEqual([only?.centres, only?.crews, more.length], [["san-1", "pol-1"], ["A-01"], 0])
  const heard = [task({ changes: [change("c1", true)] })]
  assert.deepEqual(
    unacknowledgedChanges(heard, crew([change("c1")])).map((each) => each.crews),
    [["A-01"]],
  )
  assert.deepEqual(unacknowledgedChanges(heard, crew([change("c1", true)])), [])
  assert.deepEqual(
    unacknowledgedChanges(heard, crew([change("other")])),
    [],
    "an order of another case is not ours",
  )
})

test("nobody has a task until a centre takes it, or takes another that asks for the same", () => {
  const alone = task({
    state: "timed_out",
    nobody_since: "2026-11-24T03:00:00Z",
    capabilities: ["als"],
    assignments: [],
  })
  assert.equal(isHeldByNobody(alone, [alone]), true)
  assert.equal(isHeldByNobody({ ...alone, state: "accepted" }, []), false, "late, but taken")
  const again = task({ id: "t2", state: "accepted", capabilities: ["als", "bls"] })
  assert.equal(isHeldByNobody(alone, [alone, again]), false)
  assert.equal(isHeldByNobody(alone, [alone, { ...again, state: "offered" }]), true)
  assert.equal(
    isHeldByNobody(alone, [alone, { ...again, capabilities: ["bls"] }]),
    true,
    "less than was asked",
  )
  assert.equal(isHeldByNobody(alone, [alone, { ...again, service: "FIRE" }]), true)
})

test("what nobody has is shown first, what is over last, and each as it was asked", () => {
  const passed = task({ id: "passed", state: "timed_out", passed_to: "live" })
  const live = task({ id: "live", state: "active" })
  const offered = task({ id: "offered", state: "offered" })
  const ended = task({ id: "ended", state: "ended" })
  const alone = task({
    id: "alone",
    service: "POLICE",
    state: "timed_out",
    nobody_since: "2026-11-24T03:00:00Z",
  })
  const all = [passed, ended, live, offered, alone].map((each) => ({ ...each, capabilities: ["als"] }))
  assert.deepEqual(
    inSendOrder(all).map((each) => each.id),
    ["alone", "live", "offered", "passed", "ended"],
  )
})

test("of those who have not said «enterado» the crews are named first", () => {
  const unheard = { crews: ["M-02"], centres: ["san-1", "pol-1"] }
  assert.deepEqual(
    unheardNames(unheard, (id) => id.toUpperCase()),
    ["M-02", "SAN-1", "POL-1"],
  )
})
