import assert from "node:assert/strict"
import { test } from "node:test"
import type { CallRow, DeskRow, TelephoneContact } from "../protocol/generated.ts"
import { callTargets, dialledNumber, interpreters } from "./targets.ts"

const desk = (id: string, more: Partial<DeskRow> = {}) =>
  ({ id, line: true, joined: null, stand: "ready", ...more }) as DeskRow
const call = (more: Partial<CallRow> = {}) =>
  ({ desk: "desk-01", parties: [], ...more }) as unknown as CallRow
const names = {
  deskName: (id: string) => id,
  centreOfDesk: (id: string) => (id.startsWith("desk") ? null : (id.split("-")[0] ?? null)),
  centreName: (id: string) => id.toUpperCase(),
}
const contacts: readonly TelephoneContact[] = [
  { name: "Toxicology", number: "+34999001610", speaks: [] },
  { name: "Chinese", number: "+34999001603", speaks: ["zh"] },
  { name: "Arabic", number: "+34999001601", speaks: ["ar", "ber"] },
]
const asked = (...desks: readonly DeskRow[]) =>
  callTargets(desks, call(), new Set(["pol"]), contacts.slice(0, 1), names).map((each) => each.id)

test("who works on the case comes first, then other centres, then the room, then numbers", () => {
  const found = asked(desk("desk-10"), desk("desk-9"), desk("bom-1"), desk("pol-1"))
  assert.deepEqual(found, ["pol-1", "bom-1", "desk-9", "desk-10", "+34999001610"])
})

test("nobody is asked who has no line, speaks with somebody else, or is in the call already", () => {
  const found = asked(
    desk("desk-01"),
    desk("desk-02", { line: false }),
    desk("desk-03", { stand: "busy" }),
    desk("desk-04", { joined: "another" }),
  )
  assert.deepEqual(found, ["+34999001610"])
  const party = { id: "p", desk: "pol-1" } as CallRow["parties"][number]
  assert.deepEqual(callTargets([desk("pol-1")], call({ parties: [party] }), new Set(), [], names), [])
})

test("interpreters of the caller's language come first, and who interprets nothing not at all", () => {
  assert.deepEqual(
    interpreters(contacts, "ar-MA").map((each) => each.name),
    ["Arabic", "Chinese"],
  )
})

test("a number is rung as E.164 and in no other form", () => {
  assert.equal(dialledNumber("+34 600 100-200"), "+34600100200")
  assert.equal(dialledNumber("0034 (600) 100.200"), "+34600100200")
  for (const none of ["600100200", "112", "", "Hospital"]) assert.equal(dialledNumber(none), null)
})
