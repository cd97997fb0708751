import assert from "node:assert/strict"
import { test } from "node:test"
import { draftAbout, draftErrors, emptyDraft, setCommand } from "./rule-draft.ts"

test("a rule about every call without SIM names nobody, whatever was typed before", () => {
  const draft = { ...emptyDraft(), scope: "without_sim" as const, subject: "+34600000000", ground: "mudas" }
  assert.deepEqual(draftErrors(draft), {})
  assert.equal(setCommand(draft, "id", Date.UTC(2026, 11, 2)).subject, "")
})

test("a rule needs whom it is about, and a ground", () => {
  assert.deepEqual(Object.keys(draftErrors({ ...emptyDraft(), ground: "  " })), ["subject", "ground"])
})

test("a rule stands as many days as were chosen", () => {
  const draft = { ...emptyDraft(), subject: " +34600000000 ", ground: "mudas", days: 14 }
  const command = setCommand(draft, "id", Date.UTC(2026, 11, 2))
  assert.deepEqual([command.subject, command.expires_at], ["+34600000000", "2026-12-16T00:00:00.000Z"])
})

test("who rings often comes into the form by number, else by telephone", () => {
  const closed_false = { day: 1, month: 3 }
  assert.equal(draftAbout({ phone: "+34600000000", imei: null, closed_false }).scope, "number")
  const telephone = draftAbout({ phone: null, imei: "35209900176148", closed_false })
  assert.deepEqual([telephone.scope, telephone.subject], ["telephone", "35209900176148"])
})
