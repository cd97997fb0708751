import assert from "node:assert/strict"
import { test } from "node:test"
import type { StoryRow } from "../protocol/generated.ts"
import {
  CALLER_SAID,
  DESK_WROTE,
  LiveTextSender,
  PACE_MS,
  type TypedLine,
  textBeingTyped,
  writtenLines,
} from "./live-text.ts"

const HALF = "calls.call.caller_typed"

function fact(id: string, second: number, kind: string, body: Record<string, string>, cause = id): StoryRow {
  const at = `2026-03-14T02:13:${String(second).padStart(2, "0")}.000000Z`
  return { id, kind, at, recorded_at: at, by: "x", desk: null, stream: "call:1", cause, body }
}

/** Hands, a clock that only the test moves, and what the other end was shown. */
function hands() {
  const shown: (TypedLine | null)[] = []
  let timers: { at_ms: number; run: () => void }[] = []
  let now_ms = 0
  let ids = 0
  const typist = new LiveTextSender({
    newId: () => `line-${++ids}`,
    after(delay_ms, run) {
      const timer = { at_ms: now_ms + delay_ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    show: (typed) => shown.push(typed),
  })
  function pass(ms: number) {
    now_ms += ms
    const due = timers.filter((timer) => timer.at_ms <= now_ms)
    timers = timers.filter((timer) => timer.at_ms > now_ms)
    for (const { run } of due) run()
  }
  return { typist, shown, pass }
}

test("the first letter goes at once and the others at a pace, each time the whole line", () => {
  const { typist, shown, pass } = hands()
  for (const text of ["h", "ha", "hay"]) typist.typed(text)
  assert.deepEqual(shown, [{ line: "line-1", text: "h" }])
  pass(PACE_MS)
  assert.deepEqual(shown.at(-1), { line: "line-1", text: "hay" })
  pass(PACE_MS)
  assert.equal(shown.length, 2, "who rests says nothing")
  typist.typed("ha")
  assert.deepEqual(shown.at(-1), { line: "line-1", text: "ha" }, "a deletion is seen too")
})

test("a finished line has the id it was shown under, is shown to its last letter, and the next has another", () => {
  const { typist, shown, pass } = hands()
  typist.typed("h")
  typist.typed("hola")
  assert.equal(typist.finish(), "line-1")
  assert.deepEqual(shown.slice(1), [{ line: "line-1", text: "hola" }, null])
  pass(PACE_MS)
  assert.equal(shown.length, 3, "nothing of it is shown after its end")
  typist.typed("s")
  assert.deepEqual(shown.at(-1), { line: "line-2", text: "s" })
})

test("what was begun for one caller is taken from their sight, and never shown to the next", () => {
  const { typist, shown, pass } = hands()
  typist.typed("h")
  typist.typed("hola")
  typist.leave()
  pass(PACE_MS)
  assert.deepEqual(shown, [
    { line: "line-1", text: "h" },
    { line: "line-1", text: "" },
  ])
})

test("of a line that nobody finished the last that was kept is shown, and nothing of one that was", () => {
  const story = [
    fact("a", 1, HALF, { line: "L1", words: "hay" }),
    fact("b", 2, HALF, { line: "L1", words: "hay hu" }),
    fact("c", 3, HALF, { line: "L2", words: "en la" }),
    fact("d", 4, CALLER_SAID, { words: "en la calle Mayor" }, "L2"),
    fact("e", 5, "calls.call.queued", {}),
  ]
  const read = (typing: string[]) => writtenLines(story, new Set(typing)).map(({ id }) => id)
  assert.deepEqual(read([]), ["b", "d"])
  assert.deepEqual(read(["L1"]), ["d"], "what is still being typed stands in its own place")
})

test("an answer is shown as far as it came, each by the command that wrote it, and what is final stays", () => {
  const written = [
    fact("x", 1, DESK_WROTE, { words: "uno" }, "L1"),
    fact("y", 2, DESK_WROTE, { words: "dos" }, "L2"),
  ]
  const told = (second: number, line: string, state: string) =>
    fact(`t${second}`, second, "calls.call.text_delivery_reported", { line, state })
  const states = (...story: StoryRow[]) =>
    writtenLines([...written, ...story], new Set()).map(({ delivery }) => delivery)
  assert.deepEqual(states(), [undefined, undefined])
  assert.deepEqual(states(told(3, "L1", "sent"), told(4, "L2", "failed")), ["sent", "failed"])
  assert.deepEqual(states(told(3, "L1", "sent"), told(4, "L1", "delivered")), ["delivered", undefined])
  assert.deepEqual(states(told(3, "L1", "delivered"), told(4, "L1", "sent")), ["delivered", undefined])
  assert.deepEqual(states(told(4, "L1", "delivered"), told(3, "L1", "failed")), ["failed", undefined])
})

test("a line that has become a fact is not seen twice, whichever of the two comes first", () => {
  const live = { caller: { line: "L2", text: "en la calle" } }
  assert.equal(textBeingTyped("caller", live, []), "en la calle")
  assert.equal(textBeingTyped("desk", live, []), "")
  assert.equal(
    textBeingTyped("caller", live, [fact("d", 4, CALLER_SAID, { words: "en la calle Mayor" }, "L2")]),
    "",
  )
})
