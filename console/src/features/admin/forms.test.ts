import assert from "node:assert/strict"
import { test } from "node:test"
import {
  organisationBody,
  organisationDraftOf,
  organisationErrors,
  type Person,
  passphrase,
  personBody,
  personDraftOf,
  personErrors,
} from "./forms.ts"

const ANA: Person = {
  id: "a",
  login: "ana",
  name: "Ana Médico",
  roles: ["dispatcher"],
  agency: "san",
  centre: "san-1",
  languages: ["es", "ca"],
  active: true,
  password_given: false,
}

test("somebody new needs a password, somebody known keeps theirs", () => {
  assert.equal(personErrors(personDraftOf(null)).password, "admin.error.short_password")
  assert.deepEqual(personErrors(personDraftOf(ANA)), {})
  assert.equal("password" in personBody(personDraftOf(ANA)), false)
  assert.equal(
    personErrors({ ...personDraftOf(ANA), password: "corta" }).password,
    "admin.error.short_password",
  )
})

test("every field that cannot be says why, all at once", () => {
  const draft = { ...personDraftOf(ANA), login: "ana b", name: " ", roles: [], languages: [] }
  assert.deepEqual(personErrors(draft), {
    login: "admin.error.spaces",
    name: "admin.error.required",
    roles: "admin.error.roles",
    languages: "admin.error.languages",
  })
})

test("a place's id is for ever: well formed, and not another's", () => {
  const desk = { ...organisationDraftOf(null), id: "desk-11", name: "Puesto 11" }
  assert.deepEqual(organisationErrors("desks", desk, new Set(["desk-10"])), {})
  assert.equal(organisationErrors("desks", desk, new Set(["desk-11"])).id, "admin.error.taken")
  assert.equal(organisationErrors("desks", { ...desk, id: "Puesto 11" }, new Set()).id, "admin.error.id")
  assert.deepEqual(organisationErrors("desks", { ...desk, fresh: false }, new Set(["desk-11"])), {})
})

test("a telephone is sent as the server reads it, whatever stands between its digits", () => {
  const agency = {
    ...organisationDraftOf(null),
    id: "aux",
    name: "Auxiliar",
    service: "SOCIAL",
    phone: "+34 600 11-12-22",
  }
  assert.deepEqual(organisationErrors("agencies", agency, new Set()), {})
  assert.equal(
    organisationErrors("agencies", { ...agency, service: "" }, new Set()).service,
    "admin.error.required",
  )
  assert.equal((organisationBody("agencies", agency) as { phone: string }).phone, "+34600111222")
  assert.equal(
    organisationErrors("agencies", { ...agency, phone: "112" }, new Set()).phone,
    "admin.error.phone",
  )
})

test("a centre belongs to an agency", () => {
  const centre = { ...organisationDraftOf(null), id: "san-2", name: "Sanidad 2" }
  assert.equal(organisationErrors("centres", centre, new Set()).agency, "admin.error.required")
})

test("a proposed password is long enough, can be read aloud, and is as even as its bytes", () => {
  const made = passphrase((count) => new Uint8Array(count).map((_, index) => (index * 37) % 256))
  assert.match(made, /^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/)
  assert.ok(made.length >= 12)
  let asked = 0
  passphrase((count) => new Uint8Array(count).fill(asked++ === 0 ? 255 : 7))
  assert.equal(asked, 2, "bytes beyond the last whole round are thrown away")
})

test("roles that wait for a second person stay asked for, unless they are taken off the draft", () => {
  const draft = personDraftOf(ANA, ["supervisor"])
  assert.deepEqual((personBody(draft) as { roles: string[] }).roles, ["dispatcher", "supervisor"])
  assert.deepEqual(personDraftOf(ANA, ["dispatcher"]).roles, ["dispatcher"])
})

test("a desk keeps the roles that may sit at it when something else of it is changed", () => {
  const desk = { id: "desk-11", name: "Puesto 11", centre: null, roles: ["supervisor", "call_taker"] }
  const draft = { ...organisationDraftOf(desk), name: "Puesto once" }
  assert.deepEqual(organisationBody("desks", draft), {
    id: "desk-11",
    name: "Puesto once",
    centre: null,
    roles: ["call_taker", "supervisor"],
  })
})
