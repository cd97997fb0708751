import assert from "node:assert/strict"
import { test } from "node:test"
import { isSignedMeanwhile } from "./signed.ts"

const OFFERED = { id: "h", state: "offered" } as const

test("a handover that left the board was signed for, unless the giver withdrew it or some of it came back", () => {
  assert.equal(isSignedMeanwhile(OFFERED, [], null), true)
  assert.equal(isSignedMeanwhile(OFFERED, [{ id: "h" }], null), false)
  assert.equal(isSignedMeanwhile(OFFERED, [], "h"), false)
  assert.equal(isSignedMeanwhile({ id: "h", state: "returned" }, [], null), false)
  assert.equal(isSignedMeanwhile(undefined, [], null), false)
})
