import assert from "node:assert/strict"
import { test } from "node:test"
import { assignAnswerKeys } from "./answer-keys.ts"

const keys = (codes: string[]) => assignAnswerKeys(codes).map(({ code, key }) => `${code}${key}`)

test("yes, no and does not know are far apart", () => {
  assert.deepEqual(keys(["Y", "N", "U"]), ["Y1", "N9", "U0"])
})

test("what lies between yes and no is never next to yes", () => {
  assert.deepEqual(keys(["normal", "qualified", "N", "U"]), ["normal1", "qualified4", "N9", "U0"])
})

test("a list goes from 1 in order, and does not know is 0 wherever it stands", () => {
  assert.deepEqual(keys(["infant", "child", "U", "adult"]), ["infant1", "child2", "U0", "adult3"])
})

test("no list gives 9: it means no", () => {
  const many = assignAnswerKeys(Array.from({ length: 12 }, (_, n) => `a${n}`))
  assert.ok(!many.some(({ key }) => key === "9"))
  assert.equal(many.filter(({ key }) => key === "").length, 4)
})
