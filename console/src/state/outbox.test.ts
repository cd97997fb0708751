import assert from "node:assert/strict"
import { test } from "node:test"
import {
  type Answer,
  allOf,
  type CommandInFlight,
  Outbox,
  type QueuedCommand,
  type SendAttempt,
  WITHDRAWN,
} from "./outbox.ts"

/** A server that answers when the test says so, and a clock that only the test moves. */
function desk(stored: readonly QueuedCommand[] = []) {
  let now_ms = 0
  let ids = 0
  let timers: { at_ms: number; run: () => void }[] = []
  const posts: { id: string; kind: string; answer: (attempt: SendAttempt) => Promise<void> }[] = []
  const shown: (readonly CommandInFlight[])[] = []
  const late: [QueuedCommand, Answer][] = []
  const disk = { waiting: stored, full: false }
  let signedOut = 0
  const outbox = new Outbox(
    {
      newId: () => `id${++ids}`,
      post: (waiting) =>
        new Promise((resolve) => {
          posts.push({
            id: waiting.id,
            kind: waiting.command.kind,
            answer: async (attempt) => {
              resolve(attempt)
              await settled()
            },
          })
        }),
      after(delay_ms, run) {
        const timer = { at_ms: now_ms + delay_ms, run }
        timers.push(timer)
        return () => {
          timers = timers.filter((other) => other !== timer)
        }
      },
      store: {
        all: async () => structuredClone(disk.waiting),
        put: async (waiting) => {
          if (disk.full) throw new Error("full")
          disk.waiting = [...disk.waiting, structuredClone(waiting)]
          return true
        },
        drop: async (id) => {
          disk.waiting = disk.waiting.filter((each) => each.id !== id)
        },
        tidy: async () => {},
      },
    },
    {
      changed: (sending) => shown.push(sending),
      late: (waiting, answer) => late.push([waiting, answer]),
      signedOut: () => {
        signedOut += 1
      },
    },
  )
  function pass(ms: number) {
    now_ms += ms
    const due = timers.filter((timer) => timer.at_ms <= now_ms)
    timers = timers.filter((timer) => timer.at_ms > now_ms)
    for (const timer of due) timer.run()
  }
  const post = (n: number) => {
    const found = posts[n]
    assert.ok(found, `no attempt number ${n}`)
    return found
  }
  return {
    outbox,
    posts,
    post,
    pass,
    disk,
    late,
    shown: () => shown.at(-1) ?? [],
    signedOut: () => signedOut,
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const DONE = (id: string): Answer => ({ ok: true, handled: { command: id, versions: {}, facts: {} } })
const LOST: SendAttempt = { doubt: "network" }

test("a command that is answered is forgotten everywhere", async () => {
  const it = desk()
  await it.outbox.begin("lucia")
  const answer = it.outbox.send({ kind: "calls.answer_call" })
  assert.equal(it.disk.waiting.length, 1, "kept before the server has spoken")
  await it.post(0).answer(DONE("id1"))
  assert.equal((await answer).ok, true)
  assert.deepEqual(it.disk.waiting, [])
  assert.deepEqual(it.shown(), [])
})

test("what is slow says so after 300 ms, and is unconfirmed after 2 s", async () => {
  const it = desk()
  await it.outbox.begin("lucia")
  void it.outbox.send({ kind: "a" })
  it.pass(299)
  assert.equal(it.shown()[0]?.progress, "sending")
  it.pass(1)
  assert.equal(it.shown()[0]?.progress, "slow")
  it.pass(1_700)
  assert.equal(it.shown()[0]?.progress, "unconfirmed")
})

test("a command in doubt is sent again with the same id until it is answered", async () => {
  const it = desk()
  await it.outbox.begin("lucia")
  const answer = it.outbox.send({ kind: "a" })
  await it.post(0).answer(LOST)
  it.pass(500)
  await it.post(1).answer(LOST)
  it.pass(500)
  assert.equal(it.posts.length, 2, "the second pause is longer")
  it.pass(500)
  assert.deepEqual([...new Set(it.posts.map((post) => post.id))], ["id1"])
  await it.post(2).answer(DONE("id1"))
  assert.equal((await answer).ok, true)
})

test("a full disk is told while it lasts, and what waited for it is answered in the end", async () => {
  const it = desk()
  await it.outbox.begin("lucia")
  const answer = it.outbox.send({ kind: "a" })
  await it.post(0).answer({ doubt: "disk_full" })
  assert.equal(it.shown()[0]?.doubt, "disk_full")
  it.pass(500)
  await it.post(1).answer(DONE("id1"))
  assert.equal((await answer).ok, true)
  assert.deepEqual(it.shown(), [])
})

test("a refusal is an answer and is not sent again", async () => {
  const it = desk()
  await it.outbox.begin("lucia")
  const answer = it.outbox.send({ kind: "a" })
  await it.post(0).answer({ ok: false, problem: { code: "unit_not_available", status: 409, facts: {} } })
  const refused = await answer
  assert.equal(refused.ok === false && refused.problem.code, "unit_not_available")
  it.pass(60_000)
  assert.equal(it.posts.length, 1)
})

test("commands of one lane go in order, and lanes do not wait for one another", async () => {
  const it = desk()
  await it.outbox.begin("crew")
  void it.outbox.send({ kind: "en_route" }, { lane: "unit" })
  void it.outbox.send({ kind: "on_scene" }, { lane: "unit" })
  void it.outbox.send({ kind: "message" })
  assert.deepEqual(
    it.posts.map((post) => post.kind),
    ["en_route", "message"],
  )
  await it.post(0).answer(LOST)
  assert.equal(it.posts.length, 2, "the second of the lane does not overtake while the first rests")
  it.pass(500)
  await it.post(2).answer(DONE("id1"))
  assert.equal(it.post(3).kind, "on_scene")
})

test("a refusal in a lane lets the next one go", async () => {
  const it = desk()
  await it.outbox.begin("crew")
  void it.outbox.send({ kind: "first" }, { lane: "unit" })
  void it.outbox.send({ kind: "second" }, { lane: "unit" })
  await it.post(0).answer({ ok: false, problem: { code: "x", status: 409, facts: {} } })
  assert.equal(it.post(1).kind, "second")
})

test("after a reload what was unanswered goes on with its old id, and its answer is told", async () => {
  const waiting: QueuedCommand = { id: "old", person: "lucia", lane: "old", command: { kind: "a" } }
  const it = desk([waiting])
  await it.outbox.begin("lucia")
  assert.equal(it.shown()[0]?.progress, "unconfirmed")
  await it.post(0).answer(DONE("old"))
  assert.equal(it.late[0]?.[0].id, "old")
  assert.deepEqual(it.disk.waiting, [])
})

test("nothing is sent in another person's name", async () => {
  const waiting: QueuedCommand = { id: "old", person: "lucia", lane: "old", command: { kind: "a" } }
  const it = desk([waiting])
  await it.outbox.begin("pau")
  it.pass(60_000)
  assert.equal(it.posts.length, 0)
  assert.equal(it.disk.waiting.length, 1)
})

test("a command of someone whose session ended waits until the same person is back", async () => {
  const it = desk()
  await it.outbox.begin("lucia")
  void it.outbox.send({ kind: "a" })
  await it.post(0).answer({ doubt: "signed_out" })
  assert.equal(it.signedOut(), 1)
  it.outbox.end()
  it.pass(60_000)
  assert.equal(it.posts.length, 1)
  await it.outbox.begin("lucia")
  assert.equal(it.post(1).id, "id1")
})

test("when the link is back nobody waits for the rest of a pause", async () => {
  const it = desk()
  await it.outbox.begin("lucia")
  void it.outbox.send({ kind: "a" })
  await it.post(0).answer(LOST)
  it.outbox.retryNow()
  assert.equal(it.posts.length, 2)
})

test("a held command is kept at once and sent when its time is over", async () => {
  const it = desk()
  await it.outbox.begin("crew")
  const answer = it.outbox.send({ kind: "en_route" }, { lane: "unit", hold_ms: 5_000 })
  assert.equal(it.disk.waiting.length, 1, "a reload would find it")
  assert.equal(it.shown()[0]?.held, true)
  it.pass(4_999)
  it.outbox.retryNow()
  assert.equal(it.posts.length, 0, "also when the link comes back meanwhile")
  it.pass(1)
  await it.post(0).answer(DONE("id1"))
  assert.deepEqual(await answer, DONE("id1"))
})

test("a held command can be withdrawn, and one that is on its way cannot", async () => {
  const it = desk()
  await it.outbox.begin("crew")
  const slip = it.outbox.send({ kind: "on_scene" }, { lane: "unit", hold_ms: 5_000 })
  assert.equal(it.outbox.withdraw("id1"), true)
  assert.deepEqual(await slip, { ok: false, problem: WITHDRAWN })
  assert.deepEqual(it.disk.waiting, [])
  it.pass(60_000)
  assert.equal(it.posts.length, 0)
  void it.outbox.send({ kind: "en_route" }, { lane: "unit", hold_ms: 5_000 })
  it.outbox.release("id2")
  assert.equal(it.post(0).kind, "en_route")
  assert.equal(it.outbox.withdraw("id2"), false)
})

test("a held command keeps its place in its lane, and no other lane waits for it", async () => {
  const it = desk()
  await it.outbox.begin("crew")
  void it.outbox.send({ kind: "en_route" }, { lane: "unit", hold_ms: 5_000 })
  void it.outbox.send({ kind: "on_scene" }, { lane: "unit" })
  void it.outbox.send({ kind: "emergency" }, { lane: "emergency" })
  assert.deepEqual(
    it.posts.map((post) => post.kind),
    ["emergency"],
  )
})

test("a command is told as kept when it is on the disk, and not before", async () => {
  const it = desk()
  await it.outbox.begin("crew")
  void it.outbox.send({ kind: "en_route" })
  assert.equal(it.shown()[0]?.kept, false)
  await settled()
  assert.equal(it.shown()[0]?.kept, true)
  it.disk.full = true
  void it.outbox.send({ kind: "on_scene" })
  await settled()
  assert.deepEqual(
    it.shown().map(({ kept }) => kept),
    [true, false],
  )
  assert.equal(it.posts.length, 2, "it is sent all the same")
})

test("what was pressed while the disk was read goes behind what was found there", async () => {
  const before: QueuedCommand = { id: "old", person: "crew", lane: "unit", command: { kind: "en_route" } }
  const it = desk([before])
  const begun = it.outbox.begin("crew")
  void it.outbox.send({ kind: "on_scene" }, { lane: "unit" })
  assert.equal(it.posts.length, 0)
  await begun
  assert.deepEqual(
    it.posts.map(({ kind }) => kind),
    ["en_route"],
  )
  await it.post(0).answer(DONE("old"))
  assert.equal(it.post(1).kind, "on_scene")
})

test("who leaves has said everything, or is not kept longer than a moment", async () => {
  const it = desk()
  await it.outbox.begin("crew")
  void it.outbox.send({ kind: "en_route" }, { hold_ms: 5_000 })
  let gone = false
  const flushed = it.outbox.flush(3_000).then(() => {
    gone = true
  })
  assert.equal(it.post(0).kind, "en_route", "what was held goes now")
  await settled()
  assert.equal(gone, false)
  await it.post(0).answer(DONE("id1"))
  await flushed
  void it.outbox.send({ kind: "on_scene" })
  const late = it.outbox.flush(3_000)
  it.pass(3_000)
  await late
})

test("of several commands for one key the first refusal is the answer", async () => {
  const refused: Answer = { ok: false, problem: { code: "card_closed", status: 409, facts: {} } }
  const handled = { ok: true, handled: { versions: {} } } as unknown as Answer
  assert.equal(await allOf([Promise.resolve(refused), Promise.resolve(handled)]), refused)
  assert.equal(await allOf([Promise.resolve(handled), undefined]), handled)
  assert.equal(allOf([undefined]), undefined)
})
