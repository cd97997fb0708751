import assert from "node:assert/strict"
import { test } from "node:test"
import { findRetriedCall, type RetriedCall } from "./retry-call.ts"

const NONE = new Set<string>()
const call = (id: string, more: Partial<RetriedCall> = {}): RetriedCall => ({
  id,
  number: 7,
  state: "abandoned",
  mode: "real",
  phone: "+34600111222",
  phone_known_by: "said",
  rang_at: "2026-11-24T03:10:00Z",
  disposition: null,
  ...more,
})
const inHand = call("mine", { state: "answered", rang_at: "2026-11-24T03:20:00Z" })

test("an unanswered call of the same said number is proposed, the newest first", () => {
  const old = call("old", { rang_at: "2026-11-24T03:05:00Z" })
  assert.equal(findRetriedCall(inHand, [old, call("new")], NONE)?.id, "new")
  assert.equal(findRetriedCall(inHand, [old, call("new")], new Set(["mine new"]))?.id, "old")
})

test("one asserted and one said number are proposed, and two asserted ones are the server's to join", () => {
  const asserted = { phone_known_by: "network_asserted" } as const
  assert.equal(findRetriedCall({ ...inHand, ...asserted }, [call("a")], NONE)?.id, "a")
  assert.equal(findRetriedCall(inHand, [call("a", asserted)], NONE)?.id, "a")
  assert.equal(findRetriedCall({ ...inHand, ...asserted }, [call("a", asserted)], NONE), undefined)
  assert.equal(findRetriedCall(inHand, [call("a", { phone_known_by: null })], NONE)?.id, "a")
})

test("nobody is proposed without a number, of another mode, answered, later, long ago or with a disposition", () => {
  const others: readonly Partial<RetriedCall>[] = [
    { phone: "+34600999888" },
    { mode: "training" },
    { state: "queued" },
    { state: "called_back" },
    { rang_at: "2026-11-24T03:21:00Z" },
    { rang_at: "2026-11-24T02:49:59Z" },
    { disposition: "prank" },
  ]
  for (const more of others) assert.equal(findRetriedCall(inHand, [call("a", more)], NONE), undefined)
  assert.equal(findRetriedCall({ ...inHand, phone: null }, [call("a", { phone: null })], NONE), undefined)
  assert.equal(findRetriedCall(undefined, [call("a")], NONE), undefined)
  assert.equal(findRetriedCall(inHand, [{ ...call("mine") }], NONE), undefined)
})
