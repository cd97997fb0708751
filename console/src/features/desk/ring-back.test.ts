import assert from "node:assert/strict"
import { test } from "node:test"
import { numberToRing, ringBetrays } from "./ring-back.ts"

const caller = { cannot_speak: false, call_back: "ring", case: "k1" } as const

test("a ring can betray who cannot speak, who asked for a message, and the caller of a reserved incident", () => {
  assert.equal(ringBetrays(caller, [{ id: "k1", reserved: false }]), false)
  assert.equal(ringBetrays({ ...caller, cannot_speak: true }, []), true)
  assert.equal(ringBetrays({ ...caller, call_back: "message_first" }, []), true)
  assert.equal(ringBetrays(caller, [{ id: "k1", reserved: true }]), true)
  assert.equal(ringBetrays(caller, [{ id: "k2", reserved: true }]), false)
})

test("a desk whose caller must be written to first, or never rung, is told no number to ring", () => {
  const phone = "+34600111222"
  assert.equal(numberToRing({ phone, call_back: "ring" }), phone)
  assert.equal(numberToRing({ phone, call_back: "message_first" }), null)
  assert.equal(numberToRing({ phone, call_back: "never" }), null)
})
