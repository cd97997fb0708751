import assert from "node:assert/strict"
import { mock, test } from "node:test"
import { ARMED_MS, ArmedPress, BOUNCE_MS } from "./armed-press.ts"

function pressed(run: (press: ArmedPress, later: (ms: number) => void, armed: (string | null)[]) => void) {
  mock.timers.enable({ apis: ["setTimeout"] })
  let now_ms = 5_000
  const armed: (string | null)[] = []
  const later = (ms: number) => {
    now_ms += ms
    mock.timers.tick(ms)
  }
  try {
    run(
      new ArmedPress(
        (id) => armed.push(id),
        () => now_ms,
      ),
      later,
      armed,
    )
  } finally {
    mock.timers.reset()
  }
}

test("the first press arms and the second acts, once", () =>
  pressed((press, later, armed) => {
    assert.equal(press.press("a"), false)
    later(BOUNCE_MS)
    assert.equal(press.press("a"), true)
    assert.deepEqual(armed, ["a", null])
    assert.equal(press.press("a"), false)
  }))

test("a second press that comes at once is the same press, and the button stays armed", () =>
  pressed((press, later) => {
    press.press("a")
    later(BOUNCE_MS - 1)
    assert.equal(press.press("a"), false)
    later(1)
    assert.equal(press.press("a"), true)
  }))

test("an armed button is disarmed by time, by whoever leaves it, and by a press of another", () =>
  pressed((press, later, armed) => {
    press.press("a")
    later(ARMED_MS)
    assert.deepEqual(armed, ["a", null])
    press.press("a")
    press.disarm()
    later(BOUNCE_MS)
    assert.equal(press.press("a"), false)
    later(BOUNCE_MS)
    assert.equal(press.press("b"), false)
    later(BOUNCE_MS)
    assert.equal(press.press("a"), false)
  }))
