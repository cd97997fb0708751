import assert from "node:assert/strict"
import { test } from "node:test"
import { clashes } from "../../commands/registry.ts"
import { type AdminActions, adminCommands } from "./commands.ts"

const idle: AdminActions = {
  section: "people",
  chosen: null,
  person: null,
  dirty: false,
  go: () => undefined,
  fresh: () => undefined,
  save: async () => undefined,
  discard: () => undefined,
  putOut: async () => undefined,
}
const find = (admin: AdminActions, id: string) => adminCommands(admin).find((command) => command.id === id)

test("in administration every key means one thing", () => {
  assert.deepEqual(clashes(adminCommands(idle)), [])
})

test("nothing is saved that was not changed, and nobody is put out who is not there", () => {
  assert.equal(find(idle, "admin.save")?.when?.(), "admin.why_no_draft")
  assert.equal(find({ ...idle, chosen: "+", dirty: true }, "admin.save")?.when?.(), true)
  assert.equal(find({ ...idle, chosen: "+" }, "admin.put_out")?.when?.(), "admin.why_new")
  assert.equal(find({ ...idle, chosen: "a", person: {} }, "admin.put_out")?.twice, true)
})

test("what can be made is made where it is listed, and roles and content are only read", () => {
  assert.equal(find({ ...idle, section: "desks" }, "admin.new")?.label, "admin.new_desk")
  assert.equal(find({ ...idle, section: "roles" }, "admin.new"), undefined)
})
