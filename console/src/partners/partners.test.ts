import assert from "node:assert/strict"
import { test } from "node:test"
import {
  keyDraftOf,
  keyErrors,
  keyRequest,
  lastDay,
  partnerDraftOf,
  partnerErrors,
  rotationDraftOf,
  rotationErrors,
  rotationRequest,
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
  for (const until of ["", "2026-12-01", "2028-12-02"])
    assert.ok("until" in keyErrors({ ...keyDraftOf(TODAY), until }, TODAY), until)
  for (const per_minute of ["", "6001", "1.5", "-1", "a"])
    assert.ok("per_minute" in keyErrors({ ...keyDraftOf(TODAY), per_minute }, TODAY), per_minute)
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
