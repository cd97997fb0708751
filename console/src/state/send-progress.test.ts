import assert from "node:assert/strict"
import { mock, test } from "node:test"
import { type Progress, SLOW_MS, UNCONFIRMED_MS } from "./outbox.ts"
import { trackProgress } from "./send-progress.ts"

test("what was sent is on its way, slow, not confirmed, and over", async () => {
  mock.timers.enable({ apis: ["setTimeout"] })
  const told: (Progress | null)[] = []
  let answer = (_: string) => {}
  const sent = trackProgress(new Promise<string>((done) => (answer = done)), (progress) =>
    told.push(progress),
  )
  mock.timers.tick(SLOW_MS)
  mock.timers.tick(UNCONFIRMED_MS)
  answer("there")
  assert.equal(await sent, "there")
  assert.deepEqual(told, ["sending", "slow", "unconfirmed", null])
  mock.timers.reset()
})

test("what fails is over too, and nothing is told of it later", async () => {
  mock.timers.enable({ apis: ["setTimeout"] })
  const told: (Progress | null)[] = []
  await assert.rejects(
    trackProgress(Promise.reject(new Error("gone")), (progress) => told.push(progress)),
    /gone/,
  )
  mock.timers.tick(UNCONFIRMED_MS)
  assert.deepEqual(told, ["sending", null])
  mock.timers.reset()
})
