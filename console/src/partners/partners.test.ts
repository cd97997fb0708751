import assert from "node:assert/strict"
import { test } from "node:test"
import {
  agoText,
  keyDraftOf,
  keyErrors,
  keyRequest,
  lastDay,
  latestDay,
  partnerDraftOf,
  partnerErrors,
  rotationDraftOf,
  rotationErrors,
  rotationRequest,
  waitingCount,
} from "./partners.ts"

const TODAY = "2026-12-02"
const KEY = {
  id: "k",
  name: "lectura",
  scopes: [],
  per_minute: 60,
  state: "active",
  secret_version: 3,
  expires_at: "2027-12-02T23:59:59.000000Z",
  created_at: "2026-12-02T09:00:00Z",
  by_name: "Ana",
  waiting_made_by: null,
  confirmable: false,
  confirmed_by: null,
  rotated: null,
  previous_until: null,
  used_at: null,
  used_from: null,
  refused: null,
  revoked_at: null,
  revoked_by: null,
  revoked_why: null,
} as const

test("a new key lasts a year and is sent to the end of its last day", () => {
  const draft = { ...keyDraftOf(TODAY), name: " lectura ", scopes: ["types:read"] }
  assert.equal(draft.until, "2027-12-02")
  assert.deepEqual(keyErrors(draft, TODAY), {})
  assert.deepEqual(keyRequest(draft), {
    name: "lectura",
    scopes: ["types:read"],
    expires_at: "2027-12-02T23:59:59Z",
    per_minute: 60,
  })
  assert.equal(lastDay(KEY), "2027-12-02")
})

test("each field of a key says what is wrong with it", () => {
  const wrong = { name: " ", scopes: [], until: TODAY, per_minute: "0" }
  assert.deepEqual(Object.keys(keyErrors(wrong, TODAY)).sort(), ["name", "per_minute", "scopes", "until"])
  for (const until of ["", "2026-12-01", "2028-12-03"])
    assert.ok("until" in keyErrors({ ...keyDraftOf(TODAY), until }, TODAY), until)
  for (const per_minute of ["", "6001", "1.5", "-1", "a"])
    assert.ok("per_minute" in keyErrors({ ...keyDraftOf(TODAY), per_minute }, TODAY), per_minute)
})

test("two years to the day are the most, and the field names that day", () => {
  assert.equal(latestDay(TODAY), "2028-12-02")
  assert.deepEqual(
    keyErrors({ ...keyDraftOf(TODAY), name: "a", scopes: ["types:read"], until: "2028-12-02" }, TODAY),
    {},
  )
})

test("how long ago a key was used is said in words", () => {
  assert.equal(agoText(164, "es"), "hace 2 minutos")
  assert.equal(agoText(-3, "es"), "hace 0 segundos")
  assert.equal(agoText(3 * 86_400, "en"), "3 days ago")
})

test("keys that wait for a second person are counted over all partners", () => {
  const waiting = { ...KEY, scopes: [], waiting_made_by: "Ana" }
  const partner = { id: "p", name: "061", agency: null, contact: "" }
  const register = { scopes: [], case_scopes: [], unknown: null }
  const partners = [
    { ...partner, keys: [waiting, { ...KEY, scopes: [] }] },
    { ...partner, keys: [waiting] },
  ]
  assert.equal(waitingCount({ ...register, partners }), 2)
})

test("a rotation names the secret that was seen, and why", () => {
  const draft = rotationDraftOf(TODAY)
  assert.deepEqual(rotationErrors(draft, TODAY), { why: "admin.error.required" })
  assert.deepEqual(rotationRequest({ ...draft, why: " anual " }, { ...KEY, scopes: [] }), {
    secret_version: 3,
    expires_at: "2027-12-02T23:59:59Z",
    overlap_h: 24,
    why: "anual",
  })
})

test("a partner needs a name", () => {
  assert.deepEqual(partnerErrors(partnerDraftOf(null)), { name: "admin.error.required" })
})
