import assert from "node:assert/strict"
import { test } from "node:test"
import { beginSeatWait, nextSeatWaitStep, SEAT_WAIT_MS, type SeatWaitState } from "./seat-wait.ts"

const taken = (by: string, asked: "yes" | "no") => ({
  ok: false as const,
  problem: { code: "desk_taken", status: 409, facts: { desk: "desk-01", by, asked } },
})
const refused = (code: string, status: number) => ({
  ok: false as const,
  problem: { code, status, facts: {} },
})
const wait: SeatWaitState = { by: "Lucía", since_ms: 1_000 }

test("who is refused at an occupied desk waits when the person there was asked, and not otherwise", () => {
  assert.deepEqual(beginSeatWait(taken("Lucía", "yes"), 1_000), wait)
  assert.equal(beginSeatWait(taken("Lucía", "no"), 1_000), null)
  assert.equal(beginSeatWait(refused("sign_in_refused", 401), 1_000), null)
})

test("the seat is given, or the person is gone: the sign-in is in", () => {
  assert.deepEqual(nextSeatWaitStep(wait, { ok: true, value: {} }, 5_000), { kind: "in" })
})

test("while the request stands one waits, and a request that is gone was refused", () => {
  assert.deepEqual(nextSeatWaitStep(wait, taken("Lucía", "yes"), 5_000), { kind: "wait", wait, anew: false })
  assert.deepEqual(nextSeatWaitStep(wait, taken("Lucía", "no"), 5_000), { kind: "kept", by: "Lucía" })
})

test("when somebody else sat down meanwhile, they are asked by the next try, once", () => {
  const there = { by: "Iria", since_ms: 1_000 }
  assert.deepEqual(nextSeatWaitStep(wait, taken("Iria", "no"), 5_000), {
    kind: "wait",
    wait: there,
    anew: true,
  })
  assert.deepEqual(nextSeatWaitStep(there, taken("Iria", "yes"), 8_000, true), {
    kind: "wait",
    wait: there,
    anew: false,
  })
  assert.deepEqual(nextSeatWaitStep(there, taken("Iria", "no"), 8_000, true), { kind: "kept", by: "Iria" })
})

test("a lost network is no answer, and the waiting ends in time whatever comes", () => {
  const lost = refused("network", 0)
  assert.deepEqual(nextSeatWaitStep(wait, lost, 5_000), { kind: "wait", wait, anew: false })
  assert.deepEqual(nextSeatWaitStep(wait, lost, 1_000 + SEAT_WAIT_MS), { kind: "over", by: "Lucía" })
  assert.deepEqual(nextSeatWaitStep(wait, taken("Lucía", "no"), 1_000 + SEAT_WAIT_MS), {
    kind: "over",
    by: "Lucía",
  })
})

test("another refusal ends the waiting and is shown", () => {
  const reply = refused("sign_in_refused", 401)
  assert.deepEqual(nextSeatWaitStep(wait, reply, 5_000), { kind: "refused", problem: reply.problem })
})
