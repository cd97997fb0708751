import assert from "node:assert/strict"
import { test } from "node:test"
import { asksNow, type InterviewRun, leadsTo } from "./interview-runs.ts"

const run = (protocol: string, asks: boolean, ...goto: string[]): InterviewRun => ({
  run: protocol,
  protocol,
  asks,
  goto,
})

test("the interview that was begun last asks, and the one before goes on when it has ended", () => {
  const accident = run("accident", true, "unconscious")
  assert.equal(asksNow([]), undefined)
  assert.equal(asksNow([accident])?.protocol, "accident")
  assert.equal(asksNow([accident, run("unconscious", true)])?.protocol, "unconscious")
  assert.equal(asksNow([accident, run("unconscious", false)])?.protocol, "accident")
  assert.equal(asksNow([run("accident", false), run("unconscious", false)])?.protocol, "unconscious")
})

test("answers lead to what nobody has begun, those of the latest interview first", () => {
  const accident = run("accident", true, "unconscious", "water")
  assert.equal(leadsTo([accident]), "unconscious")
  assert.equal(leadsTo([accident, run("unconscious", true, "arrest")]), "arrest")
  assert.equal(leadsTo([accident, run("unconscious", true, "arrest"), run("arrest", true)]), "water")
  assert.equal(leadsTo([run("accident", true)]), undefined)
})
