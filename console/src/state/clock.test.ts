import assert from "node:assert/strict"
import { test } from "node:test"
import { ServerClock } from "./clock.ts"

test("before the first beat nobody knows the time", () => {
  assert.equal(new ServerClock().at(10), null)
})

test("the beat that travelled fastest tells the time", () => {
  const clock = new ServerClock()
  clock.heard(1_000_000, 500) // 0 ms on the way
  clock.heard(1_004_800, 5_500) // held up for 200 ms
  assert.equal(clock.at(6_000), 1_005_500)
})

test("an old beat is forgotten, so that a server's corrected clock is believed within a minute", () => {
  const clock = new ServerClock()
  clock.heard(2_000_000, 0)
  clock.heard(1_060_000, 60_000)
  assert.equal(clock.at(60_000), 1_060_000)
})

test("a beat that is no time is not a beat", () => {
  const clock = new ServerClock()
  clock.heard(Number.NaN, 5)
  assert.equal(clock.at(5), null)
})
