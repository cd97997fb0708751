import assert from "node:assert/strict"
import { test } from "node:test"
import { goesOn, type UnderHand } from "./call-fields.ts"

const hand = (call?: string, of?: string): UnderHand => ({ call, case: of })

test("fields stay with their caller and incident, whatever comes and goes of the two", () => {
  for (const [before, now] of [
    [hand("a"), hand("a", "x")],
    [hand("a", "x"), hand("a", "y")],
    [hand("a", "x"), hand(undefined, "x")],
    [hand(undefined, "x"), hand("b", "x")],
    [hand(), hand()],
  ] as const)
    assert.equal(goesOn(before, now), true, JSON.stringify([before, now]))
})

test("nothing of one caller is in front of the next", () => {
  for (const [before, now] of [
    [hand("a"), hand()],
    [hand(), hand("b")],
    [hand("a"), hand("b")],
    [hand("a", "x"), hand("b", "x")],
    [hand("a", "x"), hand("b", "y")],
    [hand("a", "x"), hand(undefined, "y")],
    [hand(undefined, "x"), hand("b")],
  ] as const)
    assert.equal(goesOn(before, now), false, JSON.stringify([before, now]))
})
