import assert from "node:assert/strict"
import { test } from "node:test"
import { CHOICES, isPending, settingsOf, WAYS } from "./ways.ts"

const sms = WAYS[0]
assert(sms)

test("each setting stands in one way, and each choice is of a setting", () => {
  const names = WAYS.flatMap((way) => way.settings)
  assert.equal(new Set(names).size, names.length)
  assert.ok(Object.keys(CHOICES).every((name) => names.includes(name)))
})

test("a way is pending while what is saved of it is not in force", () => {
  const inForce = { ...settingsOf(sms, {}), smpp_ca: "" }
  assert.equal(isPending(sms, inForce, inForce), false)
  assert.equal(isPending(sms, { ...inForce, smpp_host: "smsc" }, inForce), true)
  assert.equal(isPending(sms, { ...inForce, smpp_ca: "/x" }, inForce), true)
  assert.equal(isPending(sms, { ...inForce, smtp_server: "x" }, inForce), false)
})
