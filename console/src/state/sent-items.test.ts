import assert from "node:assert/strict"
import { test } from "node:test"
import type { StoryRow } from "../protocol/generated.ts"
import { callerMarks, deliveryState, sentItems, waitingTaps } from "./sent-items.ts"

let n = 0
function fact(kind: string, second: number, body: object, received = second): StoryRow {
  n += 1
  const at = (s: number) => `2026-11-29T12:00:${String(s).padStart(2, "0")}Z`
  return {
    id: `f${String(n).padStart(3, "0")}`,
    kind: `calls.call.${kind}`,
    at: at(second),
    recorded_at: at(received),
    by: "Ana",
    desk: null,
    stream: "call:c1",
    cause: `cause${n}`,
    body: { call: "c1", ...body },
  }
}
const choices = [{ code: "Y", label: "Sí" }]
const asked = (second: number, item: string) =>
  fact("question_sent", second, {
    item,
    run: "r1",
    question: "respira",
    words: "Respira?",
    language: "ca",
    choices,
  })

test("what was sent is not shown until the page has said so, and says so after three seconds", () => {
  const story = [asked(1, "i1")]
  const [item] = sentItems(story, "c1")
  assert.ok(item)
  const sent_ms = Date.parse(item.sentAt)
  assert.deepEqual(
    [deliveryState(item, sent_ms + 3_000), deliveryState(item, sent_ms + 3_001)],
    ["sent", "not_shown"],
  )
  const [shown] = sentItems([...story, fact("sent_shown", 2, { item: "i1" })], "c1")
  assert.ok(shown)
  assert.equal(deliveryState(shown, sent_ms + 60_000), "shown")
})

test("a step gives way once answers put another card in its place", () => {
  const story = [fact("step_sent", 1, { item: "s1", run: "r2", card: "rcp-adulto", step: "manos" })]
  const gives = (facts: StoryRow[]) =>
    sentItems(facts, "c1").map((each) => each.kind === "step" && (each.superseded ?? false))
  assert.deepEqual(gives(story), [false])
  assert.deepEqual(gives([...story, fact("step_superseded", 2, { item: "s1" })]), [true])
})

test("the last tap is the proposal, and taps of another call or of nothing change nothing", () => {
  const tap = (second: number, more: object) =>
    fact("answer_tapped", second, { item: "i1", answer: "N", label: "No", ...more })
  const story = [
    asked(1, "i1"),
    tap(2, { answer: "Y", label: "Sí" }),
    tap(3, {}),
    tap(4, { call: "c2", answer: "U" }),
    tap(5, { item: "i9" }),
  ]
  const items = sentItems(story, "c1")
  assert.equal(items.length, 1)
  const [item] = items
  assert.equal(item?.kind === "question" && item.answer?.code, "N")
})

test("a tap that was kept without network does not replace a newer one that came before it", () => {
  const tap = (second: number, recorded: number, answer: string) =>
    fact("answer_tapped", second, { item: "i1", answer, label: answer }, recorded)
  const [item] = sentItems([asked(1, "i1"), tap(3, 4, "N"), tap(2, 9, "Y")], "c1")
  assert.equal(item?.kind === "question" && item.answer?.code, "N")
})

test("a tap waits until the desk records an answer, and again when another comes after it", () => {
  const tapped = (second: number, recorded: number, answer: string) =>
    fact("answer_tapped", second, { item: "i1", answer, label: answer }, recorded)
  const settled = fact("question_settled", 4, { item: "i1", answer: "N", label: "No" })
  const waiting = (...story: StoryRow[]) =>
    waitingTaps(sentItems([asked(1, "i1"), ...story], "c1"), { r1: { respira: "N" } }).map(
      (each) => each.answer?.code,
    )
  assert.deepEqual(waiting(), [])
  assert.deepEqual(waiting(tapped(2, 2, "Y")), ["Y"])
  assert.deepEqual(waiting(tapped(2, 2, "Y"), settled), [])
  assert.deepEqual(
    waiting(tapped(2, 4, "Y"), fact("question_settled", 4, { item: "i1", answer: "N", label: "No" })),
    ["Y"],
    "the two crossed",
  )
  assert.deepEqual(waiting(settled, tapped(5, 5, "Y")), ["Y"])
  assert.deepEqual(waiting(settled, tapped(5, 5, "N")), [], "it says what stands recorded")
  assert.deepEqual(
    waiting(settled, tapped(3, 9, "Y")),
    ["Y"],
    "one that was kept without network is not lost",
  )
  assert.deepEqual(waiting(settled, tapped(5, 5, "Y"), asked(6, "i2")), [], "it is asked anew")
})

test("marks keep the moment of the phone, whenever they arrive", () => {
  const story = [fact("caller_marked", 5, { item: "i2", run: "r2", mark: "done", step: "suelo" }, 50)]
  assert.deepEqual(
    callerMarks(story, "c1").map(({ mark, step, at }) => [mark, step, at]),
    [["done", "suelo", "2026-11-29T12:00:05Z"]],
  )
})
