import assert from "node:assert/strict"
import { test } from "node:test"
import { proposedEnding } from "./proposed-ending.ts"

const label = { es: "Comprobada y falsa" }
const interview = { protocol: { rules: [{ id: "ALA-9", label }] } }
const run = (close_as: string | null) => ({ interview, proof: { close_as, rule: "ALA-9" } })

test("a case is proposed to end as all its interviews say, while nobody was sent", () => {
  assert.deepEqual(proposedEnding([run("OP-ALR")], false), { ending: "false_alarm", why: label })
  assert.equal(proposedEnding([run("OP-INF")], false)?.ending, "no_help_needed")
  assert.equal(proposedEnding([run("OP-ALR"), run("OP-DUP")], false)?.ending, "false_alarm")
  assert.equal(proposedEnding([run("OP-ALR"), run("OP-INF")], false), undefined)
  assert.equal(proposedEnding([run("OP-ALR"), run(null)], false), undefined)
  assert.equal(proposedEnding([run("OP-NEW")], false), undefined)
  assert.equal(proposedEnding([run("OP-ALR")], true), undefined)
  assert.equal(proposedEnding([], false), undefined)
})
