import assert from "node:assert/strict"
import { test } from "node:test"
import { ruleLabel } from "./rule-label.ts"

const label = { es: "Parada" }
const interview = (protocol: string) =>
  protocol === "san-pcr" ? { rules: [{ id: "PCR-1", label }] } : undefined

test("a rule is told by its label, and the floor as such", () => {
  assert.equal(ruleLabel("san-pcr:PCR-1", interview), label)
  assert.equal(ruleLabel("san-pcr:floor", interview), "floor")
})

test("a rule of an interview that is not in force has no label", () => {
  assert.equal(ruleLabel("san-pcr:PCR-9", interview), undefined)
  assert.equal(ruleLabel("other:PCR-1", interview), undefined)
})
