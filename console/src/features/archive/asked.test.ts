import assert from "node:assert/strict"
import { test } from "node:test"
import { address, filtered, fromAddress, NOTHING, wanted } from "./asked.ts"

test("a figure alone is a number, with or without its year; a street with a number is words", () => {
  assert.deepEqual(wanted({ ...NOTHING, text: " 4821 " }), { number: "4821" })
  assert.deepEqual(wanted({ ...NOTHING, text: "4821/2026" }), { number: "4821" })
  assert.deepEqual(wanted({ ...NOTHING, text: "mayor 12" }), { words: "mayor 12" })
})

test("signs alone ask for nothing, and an empty field is not sent", () => {
  assert.deepEqual(wanted({ ...NOTHING, text: " ,/ ", state: "sealed" }), { state: "sealed" })
})

test("an address brings back the search that made it", () => {
  const asked = { ...NOTHING, text: "C/ Unió, 5", since: "2026-11-01", priority: "0" }
  assert.deepEqual(fromAddress(new URL(address(asked), "http://a").searchParams), asked)
  assert.equal(address(NOTHING), "/archive")
})

test("words alone are no filter", () => {
  assert.equal(filtered({ ...NOTHING, text: "mayor" }), false)
  assert.equal(filtered({ ...NOTHING, type: "SAN-01" }), true)
})
