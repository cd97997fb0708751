import assert from "node:assert/strict"
import { test } from "node:test"
import { keepsLine } from "./keep-line.ts"

const interview = {
  protocol: {
    title: { es: "Incendio" },
    rules: [
      { id: "FUE-1", label: { es: "Atrapados" }, keep_line: true },
      { id: "FUE-2", label: { es: "Humo" } },
    ],
    additions: [{ id: "A-LAT", label: { es: "Late" }, keep_line: true }],
  },
}
const proof = { keep_line: true, rule: "FUE-1", additions: [] as string[] }

test("the line stays open by the rule or addition that says so, in any interview, until a crew is there", () => {
  const quiet = { interview, proof: { keep_line: false, rule: "FUE-2", additions: [] } }
  assert.deepEqual(keepsLine([quiet, { interview, proof }], false), { es: "Atrapados" })
  assert.deepEqual(
    keepsLine([{ interview, proof: { ...proof, rule: "FUE-2", additions: ["A-LAT"] } }], false),
    { es: "Late" },
  )
  assert.deepEqual(keepsLine([{ interview, proof: { ...proof, rule: null } }], false), { es: "Incendio" })
  assert.equal(keepsLine([{ interview, proof }], true), undefined)
  assert.equal(keepsLine([quiet], false), undefined)
  assert.equal(keepsLine([{ interview: undefined, proof: null }], false), undefined)
})
