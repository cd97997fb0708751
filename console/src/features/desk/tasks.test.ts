import assert from "node:assert/strict"
import { test } from "node:test"
import type { Change, TaskRow, UnitRow } from "../../protocol/generated.ts"
import { actsOf, keyOf, outcomesOf, settled, unheard } from "./tasks.ts"

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
  assert.equal(settled(base), false)
  for (const state of ["ended", "released"] as const) assert.equal(settled(task({ state })), true)
  assert.equal(settled(task({ state: "refused" })), false)
  assert.equal(settled(task({ state: "refused", passed_to: "t2" })), true)
  assert.equal(settled(task({ state: "cancelled" })), false, "a crew is still out")
  assert.equal(settled(task({ state: "cancelled", assignments: [] })), true)
})

test("a desk releases what a centre has, and speaks only for a centre without a screen", () => {
  assert.deepEqual(actsOf(base), ["release", "contact", "cancel"])
  assert.deepEqual(actsOf(task({ state: "offered", by_telephone: true, assignments: [] })), [
    "tell",
    "cancel",
  ])
  const told = task({ state: "told", by_telephone: true, assignments: [] })
  assert.deepEqual(actsOf(told), ["release", "contact", "end", "cancel", "unit"])
  assert.deepEqual(actsOf(task({ state: "ended" })), [])
})

test("a silent task ends without a report after two attempts to reach its centre", () => {
  const silent = (contact_attempts: number) =>
    actsOf(task({ state: "accepted", assignments: [], contact_attempts }))
  assert.equal(silent(1).includes("no_report"), false)
  assert.equal(silent(2).includes("no_report"), true)
})

test("the key of an act does not depend on what else can be done", () => {
  assert.deepEqual([keyOf("release"), keyOf("cancel")], ["1", "6"])
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
    }) as unknown as Change
  const crew = (orders: Change[]) => [{ callsign: "A-01", orders } as unknown as UnitRow]
  const both = [task({ changes: [change("c1")] }), task({ centre: "pol-1", changes: [change("c2")] })]
  const [only, ...more] = unheard(both, crew([change("c1")]))
  assert.deepEqual([only?.centres, only?.crews, more.length], [["san-1", "pol-1"], ["A-01"], 0])
  const heard = [task({ changes: [change("c1", true)] })]
  assert.deepEqual(
    unheard(heard, crew([change("c1")])).map((each) => each.crews),
    [["A-01"]],
  )
  assert.deepEqual(unheard(heard, crew([change("c1", true)])), [])
  assert.deepEqual(unheard(heard, crew([change("other")])), [], "an order of another case is not ours")
})
