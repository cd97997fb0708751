import assert from "node:assert/strict"
import { test } from "node:test"
import { grantCommands } from "./commands.ts"

interface Row {
  readonly id: string
  readonly mine: boolean
}
const grants = (chosen: readonly Row[]) => ({
  rows: chosen,
  chosen,
  own: (grant: Row) => grant.mine,
  decide: async () => ({ ok: true as const, handled: { command: "", versions: {}, facts: {} } }),
})
const when = (chosen: readonly Row[]) => grantCommands<Row>(grants(chosen)).map((command) => command.when?.())

test("a request is confirmed or refused by somebody else than who made it or gains by it", () => {
  assert.deepEqual(when([{ id: "a", mine: false }]), [true, true])
  assert.deepEqual(when([{ id: "a", mine: true }]), ["grants.why_own", "grants.why_own"])
  assert.deepEqual(
    when([
      { id: "a", mine: false },
      { id: "b", mine: true },
    ]),
    ["grants.why_own", "grants.why_own"],
  )
  assert.deepEqual(when([]), ["grants.why_none", "grants.why_none"])
})
