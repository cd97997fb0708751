import assert from "node:assert/strict"
import { test } from "node:test"
import { dtmfAnswers } from "./dtmf-answers.ts"

const AT = Date.parse("2026-11-24T03:12:45Z")
const press = (key: string, after_ms: number) => ({ key, at: new Date(AT + after_ms).toISOString() })

test("two keys close together are one answer of two taps, and a later one is another", () => {
  const taps = dtmfAnswers([press("5", 0), press("5", 600), press("5", 4_000)])
  assert.deepEqual(
    taps.map(({ keys }) => keys.join("")),
    ["55", "5"],
  )
  assert.equal(taps[1]?.at, press("5", 4_000).at)
})

test("a gap counts from the key before it, not from the first of the answer", () => {
  const taps = dtmfAnswers([press("1", 0), press("1", 1_400), press("2", 2_800)])
  assert.deepEqual(
    taps.map(({ keys }) => keys),
    [["1", "1", "2"]],
  )
})

test("nothing pressed is no answer", () => {
  assert.deepEqual(dtmfAnswers([]), [])
})
