import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { type AdminActions, adminCommands } from "./commands.ts"

const idle: AdminActions = {
  section: "people",
  may: () => true,
  chosen: null,
  person: null,
  dirty: false,
  go: () => undefined,
  fresh: () => undefined,
  find: null,
  saved: false,
  making: false,
  copy: () => undefined,
  history: () => undefined,
  series: null,
  save: async () => undefined,
  discard: () => undefined,
  putOut: async () => undefined,
  retireHospital: async () => undefined,
  endDuty: async () => undefined,
  phones: null,
}
const phones = { ready: false, chosen: null, add: async () => undefined, revoke: async () => undefined }
const find = (admin: AdminActions, id: string) => adminCommands(admin).find((command) => command.id === id)

test("in administration every key means one thing", () => {
  assert.deepEqual(keyConflicts(adminCommands(idle)), [])
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

test("a hospital is retired by two presses, where one is chosen", () => {
  assert.equal(find(idle, "admin.retire_hospital"), undefined)
  const section = { ...idle, section: "hospitals" as const }
  assert.equal(find(section, "admin.retire_hospital")?.when?.(), "admin.why_no_hospital")
  const retire = find({ ...section, chosen: "h", hospital: {} }, "admin.retire_hospital")
  assert.deepEqual([retire?.when?.(), retire?.twice], [true, true])
})

test("a phone is made with a name, and the one in turn is revoked by two presses and once", () => {
  assert.equal(find(idle, "admin.add_phone"), undefined)
  assert.equal(find({ ...idle, phones }, "admin.add_phone")?.when?.(), "admin.why_no_phone_name")
  assert.equal(find({ ...idle, phones: { ...phones, ready: true } }, "admin.add_phone")?.when?.(), true)
  assert.equal(find({ ...idle, phones }, "admin.revoke_phone")?.when?.(), "admin.why_no_phone")
  const lost = { ...idle, phones: { ...phones, chosen: { name: "Móvil" } } }
  assert.equal(find(lost, "admin.revoke_phone")?.when?.(), true)
  assert.equal(find(lost, "admin.revoke_phone")?.twice, true)
  const gone = {
    ...idle,
    phones: { ...phones, chosen: { name: "Móvil", revoked_at: "2026-11-26T22:00:00Z" } },
  }
  assert.equal(find(gone, "admin.revoke_phone")?.when?.(), "admin.why_phone_revoked")
})

test("a saved row is copied, unless a new one is being typed, and series are made where they make sense", () => {
  assert.equal(find(idle, "admin.copy")?.when?.(), "admin.why_no_row")
  assert.equal(find({ ...idle, saved: true }, "admin.copy")?.when?.(), true)
  assert.equal(find({ ...idle, saved: true, making: true }, "admin.copy")?.when?.(), "admin.why_making")
  assert.equal(find({ ...idle, section: "hospitals" }, "admin.series"), undefined)
  assert.equal(find({ ...idle, series: undefined }, "admin.series")?.when?.(), "admin.why_no_row")
  assert.equal(find({ ...idle, series: () => undefined }, "admin.series")?.when?.(), true)
  assert.equal(find({ ...idle, section: "roles" }, "admin.copy"), undefined)
})

test("a section is found by a second person too, by what others call it, and no section that is not theirs", () => {
  const second = { ...idle, may: (permission: string) => permission === PERMISSION.PEOPLE_CONFIRM }
  const found = adminCommands(second).filter((each) => each.id.startsWith("admin.go_"))
  assert.deepEqual(
    found.map(({ id, also, permission }) => [id, also, permission]),
    [["admin.go_partners", "find.also.partners", PERMISSION.PEOPLE_CONFIRM]],
  )
})

test("the history of a row is opened where one is chosen", () => {
  assert.equal(find(idle, "admin.history")?.when?.(), "admin.why_no_row")
  assert.equal(find({ ...idle, saved: true }, "admin.history")?.when?.(), true)
  assert.equal(find({ ...idle, section: "roles" }, "admin.history"), undefined)
})
