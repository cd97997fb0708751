import assert from "node:assert/strict"
import { test } from "node:test"
import type { Priority } from "../../protocol/generated.ts"
import { provenPriority } from "./proven-priority.ts"

const incident = (priority: Priority, more: { proved?: Priority; provisional?: boolean } = {}) => ({
  priority,
  provisional: false,
  proved: null,
  ...more,
})
const DOUBT = incident(0, { provisional: true })

test("a type alone proves nothing; what the answers on screen prove is shown before it is recorded", () => {
  assert.equal(provenPriority(DOUBT, null, false), null)
  assert.equal(provenPriority(DOUBT, 2, false), 2)
  assert.equal(provenPriority(incident(3), 1, false), 1)
  assert.equal(provenPriority(undefined, 1, false), 1)
})
test("what a person lowered stays lowered: the answers that were recorded before add nothing", () => {
  assert.equal(provenPriority(incident(2, { proved: 1 }), 1, false), 2)
  assert.equal(provenPriority(incident(2, { proved: 1 }), 0, false), 0)
})
test("that a repeat tells nothing new is no priority", () => {
  assert.equal(provenPriority(DOUBT, 3, true), null)
  assert.equal(provenPriority(DOUBT, 1, true), 1)
})
