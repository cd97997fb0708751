import assert from "node:assert/strict"
import { test } from "node:test"
import type { CallRow, CaseRow } from "../../protocol/generated.ts"
import { greetingOf, toTake } from "./asked-of-caller.ts"

const ENTRY = { greeting: { es: "Emergencias 112" } }
const REPEAT = { greeting: { es: "Puede que ya nos hayan avisado" } }
const ROAD = { capture: ["road", "direction", "location_verified"] }
const run = (protocol: object, answers: Record<string, string> = {}) => ({
  row: { answers },
  interview: { protocol },
})

test("a call begins with the words of its interview, of the entry while there is none, and with none once it has answered", () => {
  assert.equal(greetingOf([], ENTRY), ENTRY.greeting)
  assert.equal(greetingOf([], undefined), undefined)
  assert.equal(greetingOf([run(REPEAT)], ENTRY), REPEAT.greeting)
  assert.equal(greetingOf([run(REPEAT, { peligro: "N" })], ENTRY), undefined)
  assert.equal(greetingOf([run(REPEAT, { peligro: "Y" }), run(ENTRY)], ENTRY), undefined)
  assert.equal(greetingOf([run(ROAD)], ENTRY), undefined)
})

test("what the protocols want taken stands there until call or case knows it, each once", () => {
  const runs = [run(ROAD), run({ capture: ["road", "callback_number", "plate"] })]
  const call = { phone: null, caller_name: null, attachments: [], position: null } as unknown as CallRow
  const none = { call, case: undefined }
  assert.deepEqual(toTake(runs, none), ["road", "direction", "location_verified", "callback_number", "plate"])
  const placed = { type: null, location: { degree: "agreed", words: "A-7", heading: "Alacant" } } as CaseRow
  const known = { call: { ...call, phone: "+34600000001" }, case: placed }
  assert.deepEqual(toTake(runs, known), ["road", "plate"])
  assert.deepEqual(toTake([], known), [])
})
