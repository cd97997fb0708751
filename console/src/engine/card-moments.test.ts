import assert from "node:assert/strict"
import { test } from "node:test"
import { isForArrest } from "./card-moments.ts"

test("a card is for a cardiac arrest by its moment, whatever its pace", () => {
  assert.equal(isForArrest({ marks: ["arrest_recognised", "rosc"] }), true)
  assert.equal(isForArrest({ marks: ["first_compression"] }), false)
  assert.equal(isForArrest({}), false)
  assert.equal(isForArrest(undefined), false)
})
