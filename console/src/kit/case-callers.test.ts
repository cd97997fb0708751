import assert from "node:assert/strict"
import { test } from "node:test"
import { callerNumbers, caseCallers, clockStart, severalCallers } from "./case-callers.ts"

const fact = (call: string, second: number, kind = "calls.call.rang", body: unknown = {}) => ({
  id: `${second}`,
  kind,
  at: `2026-11-24T03:00:0${second}Z`,
  stream: `call:${call}`,
  body,
})
const call = (id: string, second: number) => ({ id, rang_at: `2026-11-24T03:00:0${second}Z` })

test("each call is a caller of its own, numbered by when it rang", () => {
  const facts = [fact("b", 3), fact("a", 1), { ...fact("c", 0), stream: "case:c" }]
  assert.deepEqual(
    [...callerNumbers(facts)],
    [
      ["a", 1],
      ["b", 2],
    ],
  )
  assert.equal(severalCallers(callerNumbers(facts)), true)
  assert.equal(severalCallers(callerNumbers(facts.slice(1))), false)
})

test("callers are numbered by when they came to the case, of which its board alone knows", () => {
  const came = (call: string, second: number) => fact(call, second, "calls.call.joined_case")
  const whole = [fact("b", 1), fact("a", 2), came("a", 3), came("b", 5)]
  const ofCase = whole.slice(2)
  for (const facts of [whole, ofCase])
    assert.deepEqual(
      [...callerNumbers(facts)],
      [
        ["a", 1],
        ["b", 2],
      ],
    )
})

test("a later call of the same page or of the same number is no further caller", () => {
  assert.deepEqual(
    [...callerNumbers([fact("a", 1), fact("b", 3, "calls.call.rang", { earlier: "a" })]).values()],
    [1, 1],
  )
  const joined = [fact("a", 1), fact("b", 3), fact("a", 4, "calls.call.retry_joined", { by: "b" })]
  assert.deepEqual([...callerNumbers(joined).values()], [1, 1])
  assert.deepEqual(
    [...callerNumbers([fact("b", 3, "calls.call.rang", { earlier: "elsewhere" })])],
    [["b", 1]],
  )
})

test("the caller in hand stands first, the others by their number, each once", () => {
  const numbers = new Map([
    ["a", 1],
    ["b", 2],
    ["c", 1],
  ])
  const calls = [call("b", 3), call("c", 5), call("a", 1)]
  assert.deepEqual(
    caseCallers(calls, numbers, "b").map((one) => [one.number, one.call.id]),
    [
      [2, "b"],
      [1, "c"],
    ],
  )
  assert.deepEqual(
    caseCallers(calls, numbers, "a").map((one) => one.call.id),
    ["a", "b"],
  )
  assert.deepEqual(
    caseCallers(calls, new Map()).map((one) => one.number),
    [1, 2, 3],
    "until the story has come",
  )
})

test("the clocks of a case count from the first answer, whoever looks and whether the call goes on", () => {
  const first = { answered_at: "2026-11-24T03:00:02Z" }
  const further = { answered_at: "2026-11-24T03:04:00Z" }
  const opened = "2026-11-24T03:00:20Z"
  assert.equal(clockStart([first], opened), first.answered_at)
  assert.equal(
    clockStart([undefined, further, first], opened),
    first.answered_at,
    "the call in hand has ended",
  )
  assert.equal(clockStart([{ answered_at: null }], undefined), null, "it still rings")
  assert.equal(clockStart([], opened), opened, "no call opened it")
})
