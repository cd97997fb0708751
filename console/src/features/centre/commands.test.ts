import assert from "node:assert/strict"
import { test } from "node:test"
import { clashes } from "../../commands/registry.ts"
import { type CentreActions, centreCommands } from "./commands.ts"

const nothing = () => undefined
const idle: CentreActions = {
  task: undefined,
  change: undefined,
  marked: [],
  accept: nothing,
  openRefusal: nothing,
  alert: async () => undefined,
  acknowledge: nothing,
}
const when = (centre: CentreActions, id: string) =>
  centreCommands(centre)
    .find((command) => command.id === id)
    ?.when?.()

test("at a centre every key means one thing", () => {
  assert.deepEqual(clashes(centreCommands(idle)), [])
})

test("a task is accepted once, and refused also after it was accepted", () => {
  const accepted = { ...idle, task: { state: "accepted" } }
  assert.equal(when(accepted, "centre.accept"), "centre.why_not_offered")
  assert.equal(when(accepted, "centre.refuse"), true)
})

test("nobody is alerted while nobody is marked", () => {
  const offered = { ...idle, task: { state: "offered" } }
  assert.equal(when(offered, "centre.alert"), "centre.why_none_marked")
  assert.equal(when({ ...offered, marked: ["a"] }, "centre.alert"), true)
})
