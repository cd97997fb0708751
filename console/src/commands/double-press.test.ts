import assert from "node:assert/strict"
import { mock, test } from "node:test"
import { DOUBLE_PRESS_MS, DoublePress } from "./double-press.ts"

function pressed(run: (twice: DoublePress, over: string[]) => void) {
  mock.timers.enable({ apis: ["setTimeout"] })
  try {
    const over: string[] = []
    run(new DoublePress((id) => over.push(id)), over)
  } finally {
    mock.timers.reset()
  }
}

test("the second press within the moment counts, and the one after it is a first again", () =>
  pressed((twice, over) => {
    assert.deepEqual(
      [1, 2, 3].map(() => twice.second("hang_up", "call 1")),
      [false, true, false],
    )
    assert.deepEqual(over, [])
  }))

test("a moment that goes by is told, and what is pressed then is a first", () =>
  pressed((twice, over) => {
    twice.second("hang_up", "call 1")
    mock.timers.tick(DOUBLE_PRESS_MS)
    assert.deepEqual(over, ["hang_up"])
    assert.equal(twice.second("hang_up", "call 1"), false)
  }))

test("the moment of a press that had its second takes nothing from the next first", () =>
  pressed((twice, over) => {
    twice.second("hang_up", "call 1")
    mock.timers.tick(DOUBLE_PRESS_MS / 2)
    twice.second("hang_up", "call 1")
    twice.second("hang_up", "call 2")
    mock.timers.tick(DOUBLE_PRESS_MS / 2)
    assert.deepEqual(over, [])
    assert.equal(twice.second("hang_up", "call 2"), true)
  }))

test("a first press for one call ends no other", () =>
  pressed((twice) => {
    twice.second("hang_up", "call 1")
    assert.equal(twice.second("hang_up", "call 2"), false)
    assert.equal(twice.second("hang_up", "call 2"), true)
  }))
