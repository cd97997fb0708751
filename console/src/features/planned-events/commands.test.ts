import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../../commands/registry.ts"
import { type PreventiveActions, preventiveCommands } from "./commands.ts"

const idle: PreventiveActions = {
  row: undefined,
  drafting: false,
  begin: () => undefined,
  change: () => undefined,
  save: async () => undefined,
  discard: () => undefined,
  extend: () => undefined,
  end: () => undefined,
}
const why = (actions: PreventiveActions, id: string) =>
  preventiveCommands(actions)
    .find((command) => command.id === id)
    ?.when?.()

test("on the page of operations every key means one thing", () => {
  assert.deepEqual(keyConflicts(preventiveCommands(idle)), [])
})

test("what is over is neither extended nor ended again, and nothing is while another is being stated", () => {
  assert.equal(why(idle, "preventive.end"), "preventive.why_none")
  assert.equal(why({ ...idle, row: { state: "ending" } }, "preventive.extend"), "preventive.why_over")
  assert.equal(why({ ...idle, row: { state: "active" } }, "preventive.end"), true)
  assert.equal(
    why({ ...idle, row: { state: "active" }, drafting: true }, "preventive.end"),
    "preventive.why_drafting",
  )
  assert.equal(why(idle, "preventive.save"), "preventive.why_no_draft")
})
