import assert from "node:assert/strict"
import { test } from "node:test"
import type { CallDataRow, CallRow } from "../../protocol/generated.ts"
import { dataCall, saysNothing, summaryOf } from "./call-data.ts"

const ROW: CallDataRow = {
  origin: "call",
  received_at: "2026-12-02T02:00:00Z",
  server: null,
  failed: null,
  reason: null,
  unread: 0,
  unknown_blocks: [],
  unlisted: [],
  providers: [],
  services: [],
  devices: [],
  comments: [],
  subscribers: 0,
  marks: [],
}
const comment = (text: string) => ({ text })

test("the call in hand goes before other callers, and a call without data has none", () => {
  const call = (id: string, additional_data: readonly CallDataRow[]) => ({ id, additional_data }) as CallRow
  assert.equal(dataCall([undefined, call("1", []), call("2", [ROW]), call("3", [ROW])])?.id, "2")
  assert.equal(dataCall([undefined, call("1", [])]), undefined)
})

test("what several say is told together, in the order in which it came", () => {
  const told = summaryOf([
    { ...ROW, comments: [comment("a")], subscribers: 1 },
    { ...ROW, comments: [comment("b")], subscribers: 2 },
  ])
  assert.deepEqual([told.comments.map(({ text }) => text), told.subscribers], [["a", "b"], 3])
})

test("only what has neither a fact nor a reason says nothing", () => {
  assert.equal(saysNothing(ROW), true)
  for (const more of [{ failed: "x" }, { unread: 1 }, { subscribers: 1 }, { comments: [comment("a")] }])
    assert.equal(saysNothing({ ...ROW, ...more }), false)
})
