import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { AnsweredDigit } from "./answered-digit.ts"

let over: () => void
let sent: string[]
let dropped: string[]
let answers: AnsweredDigit
beforeEach(() => {
  sent = []
  dropped = []
  answers = new AnsweredDigit((_, run) => {
    over = run
    return () => {
      over = () => {}
    }
  })
})
const press = (digit: string) =>
  answers.answer(
    digit,
    () => sent.push(digit),
    () => dropped.push(digit),
  )

test("a digit that stands alone answers", () => {
  press("1")
  assert.deepEqual(sent, [], "it is sent once it is known that no figure follows")
  over()
  assert.deepEqual(sent, ["1"])
  assert.equal(answers.next("2", true), undefined, "what is typed later is about the place")
})

test("the next key sends it, and a street that is typed at once is a street", () => {
  press("9")
  assert.equal(answers.next("c", true), undefined)
  assert.deepEqual(sent, ["9"])
  press("1")
  assert.equal(answers.next("Alt", true), undefined)
  assert.deepEqual(sent, ["9", "1"])
  over()
  assert.deepEqual(sent, ["9", "1"], "once")
})

test("a figure or a space right after it makes a house number of it, and nothing is sent", () => {
  for (const key of ["2", " "]) {
    press("1")
    assert.equal(answers.next(key, true), "1")
    over()
  }
  assert.deepEqual(sent, [])
  assert.deepEqual(dropped, ["1", "1"], "whoever waits for the answer is told that there is none")
})

test("a figure that goes elsewhere leaves it an answer", () => {
  press("1")
  assert.equal(answers.next("2", false), undefined)
  assert.deepEqual(sent, ["1"])
})

test("answered again, the first answer is sent first", () => {
  press("1")
  press("9")
  over()
  assert.deepEqual(sent, ["1", "9"])
})
