import assert from "node:assert/strict"
import { test } from "node:test"
import { namedField, shownField } from "./refused-field.ts"

const refused = (field?: string) => ({
  code: "malformed",
  status: 422,
  facts: field === undefined ? {} : { field },
})

test("a refusal stands at the innermost field of its path that the form shows", () => {
  const shown = ["home", "radios", "login"]
  assert.equal(shownField(refused("$.login"), shown), "login")
  assert.equal(shownField(refused("$.radios[1]"), shown), "radios")
  assert.equal(shownField(refused("$.home.lat"), shown), "home")
})

test("a refusal of a field that no form shows, or of none, stands at the form's head", () => {
  for (const problem of [
    refused("$.service"),
    refused("$"),
    refused(),
    { ...refused(), facts: { field: 7 } },
  ])
    assert.equal(shownField(problem, ["login"]), null)
  assert.equal(shownField(null, ["login"]), null)
})

test("the head names the field as the server does, and nothing where it is about the whole", () => {
  assert.equal(namedField(refused("$.service")), "service")
  assert.equal(namedField(refused("$")), null)
})
