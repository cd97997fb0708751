import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import type { CentreIdentityView, ReadinessFinding, ReadinessReport } from "../../protocol/generated.ts"
import { chosenSigners, isNamed, missingSigners, STEPS, stateOf, waitingSigners } from "./steps.ts"

const line = (part: string, state: ReadinessFinding["state"]): ReadinessFinding => ({
  part,
  state,
  code: part,
  facts: {},
  link: "/admin",
})
const report = (...findings: readonly ReadinessFinding[]): ReadinessReport => ({
  at: "2026-11-28T22:00:00Z",
  mode: "real",
  findings: [...findings],
})
const stepOf = (id: string) => STEPS.find((each) => each.id === id) ?? assert.fail(id)

test("each line of readiness belongs to one step", () => {
  const source = readFileSync("../src/auxilio/readiness/checks.py", "utf-8")
  const known = [...source.matchAll(/ReadinessCheck\("(\w+)"/g)].map((each) => each[1])
  assert.ok(known.length > 10)
  assert.deepEqual(STEPS.flatMap((step) => step.parts).toSorted(), known.toSorted())
})

test("a step is as its worst line, and nothing is said before it is known", () => {
  const staff = stepOf("agencies")
  assert.equal(stateOf(staff, null, null), null)
  assert.equal(stateOf(staff, report(line("directory", "ok"), line("hospitals", "ok")), null), "done")
  assert.equal(stateOf(staff, report(line("directory", "ok"), line("hospitals", "degraded")), null), "check")
  assert.equal(
    stateOf(staff, report(line("directory", "missing"), line("hospitals", "degraded")), null),
    "to_do",
  )
  assert.equal(stateOf(stepOf("centre"), null, true), "done")
  assert.equal(stateOf(stepOf("centre"), null, false), "to_do")
})

test("an author and both offices are people who may sign in", () => {
  const holds = (active: boolean, ...roles: readonly string[]) => ({ active, roles })
  assert.deepEqual(missingSigners([holds(true, "content_author"), holds(false, "medical_director")]), [
    "medical_director",
    "operations_director",
  ])
})

test("a centre has a name of its own once one was saved or given", () => {
  const identity = { centre_name: "112", organ: "", country: "ES", zone: "Europe/Madrid" }
  const view: CentreIdentityView = {
    saved: identity,
    in_force: identity,
    given_elsewhere: [],
    countries: [],
    zones: [],
  }
  assert.equal(isNamed(null), false)
  assert.equal(isNamed(view), false)
  assert.equal(isNamed({ ...view, saved: { ...identity, centre_name: "112 Alba" } }), true)
  assert.equal(isNamed({ ...view, given_elsewhere: ["centre_name"] }), true)
})

test("a role that waits names who asked and who can confirm it", () => {
  const person = (id: string, ...roles: readonly string[]) => ({
    id,
    name: id.toUpperCase(),
    active: true,
    roles,
  })
  const people = [person("olga", "administrator"), person("pere", "administrator"), person("nuria")]
  const asked = [{ person: "nuria", name: "NURIA", roles: ["medical_director"], by: "olga", by_name: "OLGA" }]
  assert.deepEqual(waitingSigners(people, asked), [
    { role: "medical_director", name: "NURIA", by: "OLGA", others: ["PERE"] },
  ])
  assert.deepEqual(chosenSigners([...people, person("joan", "content_author")], asked), {
    content_author: "joan",
    medical_director: "nuria",
    operations_director: "",
  })
})
