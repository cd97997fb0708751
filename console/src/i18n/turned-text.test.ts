import assert from "node:assert/strict"
import { test } from "node:test"
import { withoutTurning } from "./turned-text.ts"

test("what somebody wrote turns nothing round in a sentence of ours", () => {
  assert.equal(withoutTurning("\u202eAC3 ratneiloV\u202c · 20:44"), "AC3 ratneiloV · 20:44")
  assert.equal(withoutTurning("\u2067x\u2069"), "x")
})

test("letters of every language, and what joins them, are left as they are", () => {
  for (const text of ["مستشفى", "בית", "👨\u200d👩\u200d👧", "l\u2019Ametlla"])
    assert.equal(withoutTurning(text), text)
})
