import assert from "node:assert/strict"
import { test } from "node:test"
import { type PlanVocabulary, planTimeText, reasonFacts, requirementsText } from "./plan.ts"

const words: PlanVocabulary = {
  service: (code) => `servicio ${code}`,
  can: (code) => ({ pump: "Bomba", als: "SVA" })[code] ?? code,
  type: () => "Incendio",
  centre: () => "Bombers",
}

test("one that is asked for twice is two vehicles, in the order of the plan", () => {
  assert.equal(requirementsText(["pump", "als", "pump"], words.can), "2 × Bomba, SVA")
  assert.equal(requirementsText([], words.can), "")
})

test("a reason's codes become words, and what is no code stays", () => {
  assert.deepEqual(
    reasonFacts({ type: "INC-01", priority: "P0", by: "FIRE", capabilities: "pump pump", level: "2" }, words),
    { type: "Incendio", priority: "P0", by: "servicio FIRE", capabilities: "2 × Bomba", level: "2" },
  )
})

test("an hour of the week is said with its day", () => {
  assert.equal(planTimeText("mon 00:00", "es"), "lunes 00:00")
  assert.equal(planTimeText("sun 22:00", "ca"), "diumenge 22:00")
  assert.equal(planTimeText("", "es"), "")
})
