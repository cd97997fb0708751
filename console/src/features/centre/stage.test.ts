import assert from "node:assert/strict"
import { test } from "node:test"
import { centreStage } from "./stage.ts"

const task = (
  state: "offered" | "accepted" | "told" | "active" | "timed_out" | "cancelled",
  uncovered: string[] = [],
) => ({
  state,
  passed_to: null,
  uncovered,
  capabilities: ["ladder"],
  by_centre: ["med_reg"],
})
const stage = (of: ReturnType<typeof task> | undefined, marked = 0, diversion = false) =>
  centreStage({ task: of, marked, diversion })

test("without a task in hand the regions of a task are empty", () => {
  assert.equal(stage(undefined), "idle")
})

test("what the centre does itself is followed once accepted, until somebody marks a unit all the same", () => {
  const doctor = { ...task("accepted"), capabilities: ["med_reg"] }
  assert.equal(stage(doctor), "following")
  assert.equal(stage(doctor, 1), "choosing")
  assert.equal(stage({ ...doctor, state: "offered" }), "choosing")
})

test("until somebody goes to all of it, it is chosen who goes", () => {
  for (const state of ["offered", "timed_out", "accepted", "told"] as const)
    assert.equal(stage(task(state)), "choosing", state)
  assert.equal(stage(task("active", ["ladder"])), "choosing")
})

test("once all of it is covered the story is followed, until somebody is marked to go too", () => {
  assert.equal(stage(task("active")), "following")
  assert.equal(stage(task("cancelled")), "following")
  assert.equal(stage(task("active"), 1), "choosing")
  assert.equal(stage(task("active"), 0, true), "choosing")
})
