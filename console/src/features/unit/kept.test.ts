import assert from "node:assert/strict"
import { test } from "node:test"
import type { MessageRow } from "../../protocol/generated.ts"
import { KEPT_MS, type Kept, keep, kept, thread } from "./kept.ts"

function storage(): Storage {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  } as unknown as Storage
}
const work = { person: "nil", at_ms: 1_000, behind_ms: 0, job: {} } as unknown as Kept

test("what was kept opens for the same person only, and not for ever", () => {
  const disk = storage()
  assert.equal(kept(disk, "nil", 2_000), null)
  keep(disk, work)
  assert.deepEqual(kept(disk, "nil", 2_000), work)
  assert.equal(kept(disk, "marta", 2_000), null)
  assert.equal(kept(disk, "nil", 1_000 + KEPT_MS), null)
})

const message = (id: string, of: string, sent_at: string) =>
  ({ id, case: of, sent_at, by: "marta" }) as MessageRow

test("a message that somebody read leaves the board and stays in the crew's thread of that work", () => {
  const first = message("1", "c1", "10:00")
  const second = message("2", "c1", "10:01")
  assert.deepEqual(thread([first], [second], "c1", "nil"), [first, second])
  assert.deepEqual(thread([first], [], "c2", "nil"), [], "of another case it goes")
  assert.deepEqual(thread([], [second], null, "nil"), [second], "what nobody has read yet is always shown")
  assert.deepEqual(thread([], [second], "c2", "marta"), [], "but not one's own words of another case")
})
