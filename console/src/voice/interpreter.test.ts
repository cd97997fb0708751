import assert from "node:assert/strict"
import { test } from "node:test"
import { missingInterpreter, needsInterpreter } from "./interpreter.ts"

test("an interpreter is offered where the caller's language is none of the operator's", () => {
  assert.equal(needsInterpreter("fr-FR", ["es", "ca"]), true)
  assert.equal(needsInterpreter("ca-AD", ["es", "ca"]), false)
  assert.equal(needsInterpreter(null, ["es"]), false, "it is not known yet")
})

test("what is missing is said: no interpreter at all, or none of this language", () => {
  assert.equal(missingInterpreter("fr", [{ speaks: [] }]), "none")
  assert.equal(missingInterpreter("fr", [{ speaks: ["ar"] }]), "other")
  assert.equal(missingInterpreter("fr-BE", [{ speaks: ["ar", "fr"] }]), null)
})
