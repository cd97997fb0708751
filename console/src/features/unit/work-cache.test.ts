import assert from "node:assert/strict"
import { test } from "node:test"
import type { MessageRow } from "../../protocol/generated.ts"
import { CACHE_LIFETIME_MS, type CachedWork, loadWork, messageThread, saveWork } from "./work-cache.ts"

function storage(): Storage {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  } as unknown as Storage
}
const work = { person: "nil", at_ms: 1_000, behind_ms: 0, job: {} } as unknown as CachedWork

test("what was kept opens for the same person only, and not for ever", () => {
  const disk = storage()
  assert.equal(loadWork(disk, "nil", 2_000), null)
  saveWork(disk, work)
  assert.deepEqual(loadWork(disk, "nil", 2_000), work)
  assert.equal(loadWork(disk, "marta", 2_000), null)
  assert.equal(loadWork(disk, "nil", 1_000 + CACHE_LIFETIME_MS), null)
})

const message = (id: string, of: string, sent_at: string) =>
  ({ id, case: of, sent_at, by: "marta" }) as MessageRow

test("a message that somebody read leaves the board and stays in the crew's thread of that work", () => {
  const first = message("1", "c1", "10:00")
  const second = message("2", "c1", "10:01")
  assert.deepEqual(messageThread([first], [second], "c1", "nil"), [first, second])
  assert.deepEqual(messageThread([first], [], "c2", "nil"), [], "of another case it goes")
  assert.deepEqual(
    messageThread([], [second], null, "nil"),
    [second],
    "what nobody has read yet is always shown",
  )
  assert.deepEqual(messageThread([], [second], "c2", "marta"), [], "but not one's own words of another case")
})
