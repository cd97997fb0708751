import assert from "node:assert/strict"
import { test } from "node:test"
import { accessAttempts } from "./attempts.ts"

const fact = (id: string, at: string, body: unknown, kind = "identity.case.access_refused") => ({
  id,
  kind,
  at,
  body,
})

test("refused attempts are told newest first, and nothing else of the story is one", () => {
  const facts = [
    fact("1", "2026-11-27T03:00:00Z", { by: "Pau", act: "open" }),
    fact("2", "2026-11-27T03:02:00Z", { by: "Iria", act: "take_over" }),
    fact("3", "2026-11-27T03:03:00Z", { by: "Nil" }, "identity.case.reserved_opened"),
  ]
  assert.deepEqual(
    accessAttempts(facts).map((each) => `${each.by} ${each.act}`),
    ["Iria take_over", "Pau open"],
  )
})

test("an attempt of before acts were told, or one that was redacted, is counted all the same", () => {
  const facts = [fact("1", "a", { by: "Pau", what: "board:case" }), fact("2", "b", null)]
  assert.deepEqual(
    accessAttempts(facts).map((each) => each.act),
    ["other", "other"],
  )
})
