import assert from "node:assert/strict"
import { test } from "node:test"
import { EMPTY_QUERY, hasFilters, queryAddress, queryFromAddress, searchParameters } from "./search-query.ts"

test("a figure alone is a number, with or without its year; a street with a number is words", () => {
  assert.deepEqual(searchParameters({ ...EMPTY_QUERY, text: " 4821 " }), { number: "4821" })
  assert.deepEqual(searchParameters({ ...EMPTY_QUERY, text: "4821/2026" }), { number: "4821" })
  assert.deepEqual(searchParameters({ ...EMPTY_QUERY, text: "mayor 12" }), { words: "mayor 12" })
})

test("signs alone ask for nothing, and an empty field is not sent", () => {
  assert.deepEqual(searchParameters({ ...EMPTY_QUERY, text: " ,/ ", state: "sealed" }), { state: "sealed" })
})

test("an address brings back the search that made it", () => {
  const asked = { ...EMPTY_QUERY, text: "C/ Unió, 5", since: "2026-11-01", priority: "0" }
  assert.deepEqual(queryFromAddress(new URL(queryAddress(asked), "http://a").searchParams), asked)
  assert.equal(queryAddress(EMPTY_QUERY), "/archive")
})

test("words alone are no filter", () => {
  assert.equal(hasFilters({ ...EMPTY_QUERY, text: "mayor" }), false)
  assert.equal(hasFilters({ ...EMPTY_QUERY, type: "SAN-01" }), true)
})
