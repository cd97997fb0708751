import assert from "node:assert/strict"
import { test } from "node:test"
import { WayRequests } from "./unit-ways.ts"

test("a way is asked for once, and anew when the unit moved or the goal changed", () => {
  const requests = new WayRequests()
  assert.equal(requests.begin("u1", "here goal", 0), true)
  assert.equal(requests.begin("u1", "here goal", 60_000), false)
  assert.equal(requests.begin("u2", "here goal", 0), true, "each unit has its own way")
  assert.equal(requests.begin("u1", "there goal", 60_000), true)
})

test("a request that failed is repeated after some seconds, and not before", () => {
  const requests = new WayRequests()
  requests.begin("u1", "a", 0)
  requests.fail("u1", "a", 1_000)
  assert.equal(requests.begin("u1", "a", 1_001), false)
  assert.equal(requests.begin("u1", "a", 4_999), false)
  assert.equal(requests.begin("u1", "a", 5_000), true)
  assert.equal(requests.begin("u1", "a", 60_000), false, "the repeated request is not answered yet")
})

test("the answer to an earlier request does not count, and its failure changes nothing", () => {
  const requests = new WayRequests()
  requests.begin("u1", "old", 0)
  requests.begin("u1", "new", 10)
  assert.equal(requests.isLast("u1", "old"), false)
  assert.equal(requests.isLast("u1", "new"), true)
  requests.fail("u1", "old", 20)
  assert.equal(requests.begin("u1", "new", 60_000), false)
})

test("after a case was shut every way is asked for again, and a late answer does not count", () => {
  const requests = new WayRequests()
  requests.begin("u1", "a", 0)
  requests.clear()
  assert.equal(requests.isLast("u1", "a"), false)
  assert.equal(requests.begin("u1", "a", 1), true)
})
