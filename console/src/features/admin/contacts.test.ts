import assert from "node:assert/strict"
import { test } from "node:test"
import { contactBody, contactDraftOf, contactErrors, contactKey } from "./contacts.ts"

test("a contact without a name or with a number that cannot be dialled is not sent", () => {
  const draft = contactDraftOf(null)
  assert.deepEqual(contactErrors(draft), { name: "admin.error.required", phone: "admin.error.required" })
  assert.deepEqual(contactErrors({ ...draft, name: "Gas", phone: "900 12" }), { phone: "admin.error.phone" })
  assert.deepEqual(contactErrors({ ...draft, name: "Gas", phone: "+34 900 000 031" }), {})
})

test("a new contact has a key made of its name that no other has; one that is there keeps its own", () => {
  assert.equal(contactKey("Gas, averías", new Set()), "gas-averias")
  assert.equal(contactKey("Gas, averías", new Set(["gas-averias"])), "gas-averias-2")
  assert.equal(contactKey("合同", new Set()), "contact")
  assert.match(contactKey("x".repeat(90), new Set()), /^[a-z0-9][a-z0-9_-]{0,39}$/)
  const kept = { id: "gas", name: "Gas", phone: "+34900000031" }
  assert.equal(contactBody(contactDraftOf(kept), new Set(["gas"])).id, "gas")
})
