import assert from "node:assert/strict"
import { test } from "node:test"
import { dueAtOnce } from "./story-watches.ts"

test("what is due when it is set is an alarm, and what was promised by a time is late", () => {
  const at = "2026-12-01T10:00:00Z"
  const set = (watch: string, red_at: string | null, amber_at: string | null = null) => ({
    kind: "followup.watch.set",
    at,
    body: { watch, red_at, amber_at },
  })
  const facts = [
    set("medicine", at),
    set("accept", "2026-12-01T10:00:40Z", "2026-12-01T10:00:20Z"),
    set("told late", at, at),
    set("never", null),
    { kind: "followup.watch.fired", at, body: { watch: "medicine", red_at: at } },
    { kind: "followup.watch.set", at, body: {} },
  ]
  assert.deepEqual([...dueAtOnce(facts)], ["medicine"])
})
