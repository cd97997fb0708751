import assert from "node:assert/strict"
import { test } from "node:test"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { SeatedPerson } from "../../state/authority.ts"
import { type ActionSubject, forbiddenReason } from "./forbidden.ts"

const officer: SeatedPerson = {
  person: { id: "jordi" },
  desk: "pc-desk-1",
  agency: "pc",
  centre: "pc-1",
  permissions: [PERMISSION.WATCH_ANSWER, PERMISSION.CASE_LOOK],
}
const lead: SeatedPerson = {
  ...officer,
  agency: null,
  centre: null,
  permissions: [PERMISSION.ROOM_LEAD, PERMISSION.WATCH_ANSWER, PERMISSION.CASE_DESCRIBE],
}
const nothing: ActionSubject = { watch: undefined, unit: undefined, hidden: false }

test("who leads the room does what is written on every row that they hold the word for", () => {
  assert.equal(
    forbiddenReason({ act: "hear_emergency" }, lead, { ...nothing, unit: { centre: "san-1" } }),
    null,
  )
  assert.equal(forbiddenReason({ act: "take_case" }, lead, { ...nothing, hidden: true }), null)
  assert.equal(forbiddenReason({ act: "offer" }, lead, nothing), "room.why_not_yours")
})

test("who only sees the room answers what is of their own desk or centre, and nothing of a hidden case", () => {
  assert.equal(forbiddenReason({ act: "take_case" }, officer, nothing), "room.why_not_yours")
  const ofAnother = { ...nothing, watch: { to: [{ desk: "desk-02" }] } }
  assert.equal(forbiddenReason({ act: "acknowledge" }, officer, ofAnother), "room.why_not_yours")
  const ofTheirs = { ...nothing, watch: { to: [{ centre: "pc-1" }] } }
  assert.equal(forbiddenReason({ act: "acknowledge" }, officer, ofTheirs), null)
  assert.equal(
    forbiddenReason({ act: "crew_safe" }, officer, { ...nothing, unit: { centre: "san-1" } }),
    "room.why_not_yours",
  )
  assert.equal(forbiddenReason({ act: "phone" }, officer, { ...nothing, hidden: true }), "kit.why_hidden")
  assert.equal(forbiddenReason({ act: "plan" }, officer, nothing), null)
})
