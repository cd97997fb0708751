import assert from "node:assert/strict"
import { test } from "node:test"
import type { EarlierSummary } from "../../protocol/generated.ts"
import { earlierParts } from "./earlier-words.ts"

const nothing: EarlierSummary = {
  calls: 0,
  cases_here: 0,
  open_here: 0,
  without_sim: false,
  repeated: { day: 0, month: 0 },
  closed_false: { day: 0, month: 0 },
  opening: null,
}
const keys = (of: Partial<EarlierSummary>) => earlierParts({ ...nothing, ...of }).map(({ key }) => key)

test("what is none is not said", () => {
  assert.deepEqual(keys({}), [])
  assert.deepEqual(keys({ calls: 2, repeated: { day: 1, month: 2 } }), ["desk.earlier_calls_count"])
})

test("how calls were closed is said with how many there were", () => {
  const found = keys({ calls: 9, repeated: { day: 1, month: 9 }, closed_false: { day: 0, month: 4 } })
  assert.deepEqual(found, ["desk.earlier_calls_count", "desk.repeated_count", "desk.closed_false_count"])
})

test("a telephone without SIM is counted, also when none of its calls was closed as false", () => {
  assert.deepEqual(keys({ without_sim: true }), ["desk.without_sim"])
  const again = keys({ without_sim: true, repeated: { day: 3, month: 3 } })
  assert.deepEqual(again, ["desk.without_sim", "desk.repeated_count"])
})

test("open cases here are not counted among those that are over", () => {
  const [open, over] = earlierParts({ ...nothing, cases_here: 3, open_here: 1 })
  assert.deepEqual([open?.facts.count, over?.facts.count], [1, 2])
})
