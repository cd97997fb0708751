import assert from "node:assert/strict"
import { test } from "node:test"
import {
  BoardConnection,
  type BoardSocketEvents,
  type BoardView,
  type LinkState,
  SILENCE_MS,
} from "./boards.ts"

/** A network that does what the test says, and a clock that only the test moves. */
function night() {
  let now_ms = 0
  let timers: { at_ms: number; run: () => void }[] = []
  const lines: { events: BoardSocketEvents; token: string | null; sent: unknown[]; closed: boolean }[] = []
  const views: Record<string, BoardView> = {}
  const links: LinkState[] = []
  const beats: string[] = []
  let doubts = 0
  const boards = new BoardConnection(
    {
      dial(events, token) {
        const line = { events, token, sent: [] as unknown[], closed: false }
        lines.push(line)
        return {
          send: (text) => line.sent.push(JSON.parse(text)),
          close: () => {
            line.closed = true
          },
        }
      },
      elapsed_ms: () => now_ms,
      after(delay_ms, run) {
        const timer = { at_ms: now_ms + delay_ms, run }
        timers.push(timer)
        return () => {
          timers = timers.filter((other) => other !== timer)
        }
      },
      chance: () => 0.5,
    },
    {
      board: (key, view) => {
        views[key] = view
      },
      link: (state) => links.push(state),
      beat: (time) => beats.push(time),
      doubt: () => {
        doubts += 1
      },
    },
  )
  function pass(ms: number) {
    const end = now_ms + ms
    for (;;) {
      const next = timers.filter((timer) => timer.at_ms <= end).sort((a, b) => a.at_ms - b.at_ms)[0]
      if (next === undefined) break
      timers = timers.filter((other) => other !== next)
      now_ms = next.at_ms
      next.run()
    }
    now_ms = end
  }
  const line = () => {
    const last = lines.at(-1)
    assert.ok(last, "no line was dialled")
    return last
  }
  const say = (word: unknown) => line().events.said(JSON.stringify(word))
  return { boards, lines, line, say, pass, views, links, beats, doubts: () => doubts }
}

const SNAPSHOT = { key: "d", at: [1, 5, 0], snapshot: { calls: { a: { v: 1, state: "queued" } } } }

test("a board opened before the line is up is asked for when it is", () => {
  const it = night()
  it.boards.start()
  it.boards.open("d", "desk", { desk: "14" })
  assert.deepEqual(it.line().sent, [])
  it.line().events.opened()
  assert.deepEqual(it.line().sent, [{ open: "desk", key: "d", params: { desk: "14" }, from: null }])
  it.say(SNAPSHOT)
  assert.equal(it.views.d?.ready, true)
  assert.equal(it.views.d?.folded.tables.calls?.a?.state, "queued")
})

test("a citizen's page shows its token on every line that it dials", () => {
  const it = night()
  it.boards.open("c", "call")
  it.boards.start("a token")
  it.line().events.opened()
  assert.equal(it.line().token, "a token")
  it.line().events.closed()
  it.pass(1_000)
  it.line().events.opened()
  assert.deepEqual(
    it.lines.map(({ token }) => token),
    ["a token", "a token"],
  )
})

test("after a break the board goes on from the last place it folded", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.boards.open("d", "desk")
  it.say(SNAPSHOT)
  it.say({ key: "d", at: [1, 7, 2], set: { calls: { a: { v: 2, state: "offered" } } } })
  it.line().events.closed()
  assert.equal(it.views.d?.folded.tables.calls?.a?.state, "offered", "what was known stays on screen")
  it.pass(1_000)
  assert.equal(it.lines.length, 2)
  it.line().events.opened()
  assert.deepEqual(it.line().sent, [{ open: "desk", key: "d", params: {}, from: [1, 7, 2] }])
})

test("a new snapshot after a break replaces what was known", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.boards.open("d", "desk")
  it.say(SNAPSHOT)
  it.line().events.closed()
  it.pass(1_000)
  it.line().events.opened()
  it.say({ key: "d", at: [2, 1, 0], snapshot: { calls: {} } })
  assert.deepEqual(it.views.d?.folded.tables.calls, {})
})

test("a line that says nothing for three beats is given up and dialled again", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.say({ beat: "2026-03-14T03:12:45Z", at: [1, 1, 0] })
  it.pass(SILENCE_MS - 1)
  assert.equal(it.line().closed, false)
  it.pass(1)
  assert.equal(it.lines[0]?.closed, true)
  it.pass(1_000)
  assert.equal(it.lines.length, 2)
})

test("beats keep the line alive", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  for (let i = 0; i < 10; i++) {
    it.pass(5_000)
    it.say({ beat: `beat ${i}`, at: [1, 1, 0] })
  }
  assert.equal(it.lines.length, 1)
  assert.equal(it.beats.length, 10)
})

test("only the page of a caller answers beats", () => {
  const it = night()
  it.boards.start("a token")
  it.line().events.opened()
  it.say({ beat: "2026-03-14T03:12:45Z", at: [1, 1, 0] })
  assert.deepEqual(it.line().sent, [{ here: true }])
  const desk = night()
  desk.boards.start()
  desk.line().events.opened()
  desk.say({ beat: "2026-03-14T03:12:45Z", at: [1, 1, 0] })
  assert.deepEqual(desk.line().sent, [])
})

test("since when a caller is away is told until the line of the desk is cut itself", () => {
  const it = night()
  it.boards.start()
  it.boards.open("d", "talk")
  it.line().events.opened()
  it.say({ key: "d", away: "2026-03-14T03:12:45Z" })
  assert.equal(it.views.d?.away, "2026-03-14T03:12:45Z")
  it.say({ key: "d", away: null })
  assert.equal(it.views.d?.away, null)
  it.say({ key: "d", away: "2026-03-14T03:12:45Z" })
  it.line().events.closed()
  assert.equal(it.views.d?.away, null)
})

test("a browser that knows of no network waits for no silence, and dials again by itself", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.boards.networkGone()
  assert.equal(it.links.at(-1), "down")
  it.pass(1_000)
  it.line().events.opened()
  assert.equal(it.links.at(-1), "up")
})

test("a line that was given up is not listened to any more", () => {
  const it = night()
  it.boards.start()
  it.boards.open("d", "desk")
  const first = it.line()
  first.events.opened()
  it.pass(SILENCE_MS)
  it.pass(1_000)
  first.events.said(JSON.stringify(SNAPSHOT))
  assert.equal(it.views.d, undefined)
})

test("pauses grow while the server is away, and start small again once it was back", () => {
  const it = night()
  it.boards.start()
  for (let i = 0; i < 5; i++) {
    it.line().events.closed()
    it.pass(20_000)
  }
  const before = it.lines.length
  it.line().events.closed()
  it.pass(4_000)
  assert.equal(it.lines.length, before, "eight seconds by now")
  it.pass(4_100)
  it.line().events.opened()
  it.line().events.closed()
  it.pass(300)
  assert.equal(it.lines.length, before + 2)
})

test("a line that cannot be had makes the session doubtful", () => {
  const it = night()
  it.boards.start()
  it.line().events.closed()
  assert.equal(it.doubts(), 0)
  it.pass(1_000)
  it.line().events.closed()
  assert.equal(it.doubts(), 1)
})

test("a refused board says why, and one that was closed is not heard again", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.boards.open("r", "room")
  it.say({ key: "r", refused: "not_permitted" })
  assert.equal(it.views.r?.refused, "not_permitted")
  it.boards.close("r")
  it.say({ ...SNAPSHOT, key: "r" })
  assert.equal(it.views.r?.ready, false)
  assert.deepEqual(it.line().sent.at(-1), { close: "r" })
})

test("when the session ends the line is closed and nobody dials", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.boards.stop()
  assert.equal(it.line().closed, true)
  it.line().events.closed()
  it.pass(60_000)
  assert.equal(it.lines.length, 1)
})

test("what is being typed goes out under its board, and again after a break until the line is finished", () => {
  const it = night()
  it.boards.start()
  it.boards.open("t", "talk", { call: "1" })
  it.boards.type("t", { line: "L", text: "hay h" })
  it.line().events.opened()
  const typed = (text: string) => ({ typing: { key: "t", line: "L", text } })
  assert.deepEqual(it.line().sent.slice(1), [typed("hay h")])
  it.boards.type("t", { line: "L", text: "hay hu" })
  it.line().events.closed()
  it.pass(1_000)
  it.line().events.opened()
  assert.deepEqual(it.line().sent.slice(1), [typed("hay hu")])
  it.boards.type("t", null)
  it.line().events.closed()
  it.pass(1_000)
  it.line().events.opened()
  assert.equal(it.line().sent.length, 1, "a finished line is a fact, and not typed again")
})

test("what is typed at the other end is seen beside the board, and no delta takes it away", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.boards.open("d", "talk", { call: "1" })
  it.say(SNAPSHOT)
  it.say({ key: "d", live: { caller: { line: "L", text: "hay h" } } })
  it.say({ key: "d", at: [1, 7, 2], set: {} })
  assert.equal(it.views.d?.live.caller?.text, "hay h")
  assert.equal(it.views.d?.folded.tables.calls?.a?.state, "queued")
  it.say({ key: "d", live: {} })
  assert.equal(it.views.d?.live.caller, undefined)
})

test("on a line that is cut nobody is typing, and what the board knows stays", () => {
  const it = night()
  it.boards.start()
  it.line().events.opened()
  it.boards.open("d", "talk", { call: "1" })
  it.say(SNAPSHOT)
  it.say({ key: "d", live: { caller: { line: "L", text: "hay h" } } })
  it.line().events.closed()
  assert.deepEqual(it.views.d?.live, {})
  assert.equal(it.views.d?.folded.tables.calls?.a?.state, "queued")
})
