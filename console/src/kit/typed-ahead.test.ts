import assert from "node:assert/strict"
import { test } from "node:test"
import type { Answer } from "../state/outbox.ts"
import { type Delivery, fieldText, type HeldKey, MAX_HELD, TypedAhead } from "./typed-ahead.ts"

const OK: Answer = { ok: true, handled: { command: "", versions: {}, facts: {} } }
const REFUSED: Answer = { ok: false, problem: { code: "closed", status: 409, facts: {} } }

function key(code: string, more: Partial<HeldKey> = {}): HeldKey {
  const letter = /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase()
  const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, altGraph: false }
  return { code, key: letter ?? code, ...none, ...more }
}
const codes = (keys: readonly HeldKey[]) => keys.map(({ code }) => code).join(" ")

function bench(deliver: (key: HeldKey) => Delivery = () => "done") {
  const timers: { readonly at: number; readonly run: () => void }[] = []
  let now = 0
  const got: HeldKey[] = []
  const ahead = new TypedAhead({
    after(delay_ms, run) {
      const timer = { at: now + delay_ms, run }
      timers.push(timer)
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1))
    },
    deliver(each) {
      got.push(each)
      return deliver(each)
    },
    settle: async () => {},
    changed() {},
  })
  async function pass(ms: number): Promise<void> {
    const end = now + ms
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      now = next.at
      timers.splice(timers.indexOf(next), 1)
      next.run()
      for (let nth = 0; nth < 8; nth++) await Promise.resolve()
    }
    now = end
    for (let nth = 0; nth < 8; nth++) await Promise.resolve()
  }
  return { ahead, got, pass, press: (...all: string[]) => all.map((code) => ahead.take(key(code), false)) }
}

test("with nothing awaited no key is held", () => {
  const { press } = bench()
  assert.deepEqual(press("Digit1", "F9"), [false, false])
})

test("keys pressed while it is awaited are delivered in order, each after what the one before it brought", async () => {
  const { ahead, got, pass, press } = bench((each) => {
    if (each.code === "Enter") ahead.expect({ region: 4, ready: () => second })
    return "done"
  })
  let first = false
  let second = false
  ahead.expect({ region: 2, ready: () => first })
  assert.deepEqual(press("Digit1", "Enter", "Digit9", "F9"), [true, true, true, true])
  await pass(3_000)
  assert.equal(codes(got), "")
  first = true
  await pass(100)
  assert.equal(codes(got), "Digit1 Enter")
  assert.equal(codes(ahead.held), "Digit9 F9")
  second = true
  await pass(100)
  assert.equal(codes(got), "Digit1 Enter Digit9 F9")
  assert.equal(ahead.waits, false)
})

test("a key about what stands already goes at once, unless keys before it wait", () => {
  const { ahead } = bench()
  ahead.expect({ region: 2, ready: () => false })
  assert.equal(ahead.take(key("F3"), true), false)
  assert.equal(ahead.take(key("F9"), false), true)
  assert.equal(ahead.take(key("F3"), true), true)
})

test("a refusal takes no key: what acts is said to be unused, and text is kept for its field", async () => {
  const { ahead, got, pass, press } = bench()
  ahead.expect({ region: 4, ready: () => false, sent: Promise.resolve(REFUSED) })
  press("Digit9", "F9", "F2", "KeyA", "KeyB", "Enter")
  await pass(100)
  press("Digit1") // pressed before anybody can have seen the refusal
  assert.equal(codes(got), "")
  await pass(1_000)
  assert.equal(codes(got), "F2 KeyA KeyB")
  assert.equal(codes(ahead.unused), "Digit9 F9 Enter Digit1")
})

test("an answer whose row never comes frees the hands, and so does no answer at all", async () => {
  const { ahead, pass, press } = bench()
  ahead.expect({ region: 4, ready: () => false, sent: Promise.resolve(OK) })
  press("Digit1")
  await pass(3_000)
  assert.equal(ahead.waits, false)
  assert.equal(codes(ahead.unused), "Digit1")
  ahead.expect({ region: 4, ready: () => false, sent: new Promise(() => {}) })
  await pass(19_000)
  assert.equal(ahead.waits, true)
  await pass(2_000)
  assert.equal(ahead.waits, false)
})

test("what waits for two answers waits for both, in whatever order they come", async () => {
  const { ahead, got, pass, press } = bench()
  const there = { place: false, type: false }
  ahead.expect({ region: 2, ready: () => there.place })
  ahead.expect({ region: 4, ready: () => there.type })
  press("F9")
  there.type = true
  await pass(100)
  assert.equal(codes(got), "")
  there.place = true
  await pass(100)
  assert.equal(codes(got), "F9")
})

test("a choice that a key opened is not answered by those typed before it was drawn", async () => {
  const { ahead, got, pass, press } = bench((each) => (each.code === "F9" ? "choice" : "done"))
  let there = false
  ahead.expect({ region: 4, ready: () => there })
  press("F9", "Digit1", "Enter")
  there = true
  await pass(1_000)
  assert.equal(codes(got), "F9")
  assert.equal(codes(ahead.unused), "Digit1 Enter")
})

test("Esc gives up what waits and says so; the count is bounded", () => {
  const { ahead, press } = bench()
  ahead.expect({ region: 2, ready: () => false })
  press(...Array.from({ length: MAX_HELD + 5 }, () => "KeyA"))
  assert.equal(ahead.held.length, MAX_HELD)
  press("Escape")
  assert.equal(ahead.waits, false)
  assert.equal(ahead.unused.length, MAX_HELD)
})

test("text is what follows a field's key, to the first key that acts", () => {
  const { kept, unused } = fieldText([
    key("KeyX", { altKey: true }),
    key("F3"),
    key("KeyA"),
    key("F9"),
    key("KeyB"),
  ])
  assert.equal(codes(kept), "F3 KeyA")
  assert.equal(codes(unused), "KeyX F9 KeyB")
})
