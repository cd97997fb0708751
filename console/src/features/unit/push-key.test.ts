import assert from "node:assert/strict"
import { test } from "node:test"
import { isKey, keyBytes, subscriptionBody } from "./push-key.ts"

test("a key is read from base64url, and is known again in a subscription", () => {
  assert.deepEqual([...keyBytes("-_8A")], [251, 255, 0])
  assert.equal(isKey("-_8A", Uint8Array.of(251, 255, 0).buffer), true)
  assert.equal(isKey("-_8A", Uint8Array.of(251, 255, 1).buffer), false)
  assert.equal(isKey("-_8A", Uint8Array.of(251, 255).buffer), false)
  assert.equal(isKey("-_8A", null), false)
})

test("a subscription is sent without padding, whichever browser made it", () => {
  const made = {
    toJSON: () => ({ endpoint: "https://push.example/1", keys: { p256dh: "BA==", auth: "AQ" } }),
  }
  assert.deepEqual(subscriptionBody(made), { endpoint: "https://push.example/1", p256dh: "BA", auth: "AQ" })
  assert.deepEqual(subscriptionBody({ toJSON: () => ({}) }), { endpoint: "", p256dh: "", auth: "" })
})
