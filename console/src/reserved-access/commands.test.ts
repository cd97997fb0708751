import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../commands/registry.ts"
import { type AccessListActions, accessListCommands, removePersonId } from "./commands.ts"

const naming: AccessListActions = {
  reserved: true,
  decides: true,
  people: [
    { person: "lucia", name: "Lucía" },
    { person: "pau", name: "Pau" },
  ],
  owns: (one) => one.person === "lucia",
  show: () => undefined,
  remove: () => undefined,
}
const find = (of: AccessListActions, id: string) =>
  accessListCommands(of).find((command) => command.id === id)

test("the list is opened where a case is reserved, and says why it is not elsewhere", () => {
  assert.equal(find(naming, "named.open")?.when?.(), true)
  assert.equal(
    find({ ...naming, reserved: false, people: [] }, "named.open")?.when?.(),
    "named.why_not_reserved",
  )
})

test("whoever decides removes anybody but the owner, by two presses", () => {
  assert.equal(find(naming, removePersonId("pau"))?.twice, true)
  assert.equal(find(naming, removePersonId("lucia")), undefined)
  assert.deepEqual(keyConflicts(accessListCommands(naming)), [])
})

test("who is only named removes nobody", () => {
  assert.equal(find({ ...naming, decides: false }, removePersonId("pau")), undefined)
})
