import assert from "node:assert/strict"
import { test } from "node:test"
import {
  draftOf,
  found,
  type Person,
  passphrase,
  personBody,
  personErrors,
  placeBody,
  placeDraftOf,
  placeErrors,
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
  assert.equal(personErrors(draftOf(null)).password, "admin.error.short_password")
  assert.deepEqual(personErrors(draftOf(ANA)), {})
  assert.equal("password" in personBody(draftOf(ANA)), false)
  assert.equal(personErrors({ ...draftOf(ANA), password: "corta" }).password, "admin.error.short_password")
})

test("every field that cannot be says why, all at once", () => {
  const draft = { ...draftOf(ANA), login: "ana b", name: " ", roles: [], languages: "español" }
  assert.deepEqual(personErrors(draft), {
    login: "admin.error.spaces",
    name: "admin.error.required",
    roles: "admin.error.roles",
    languages: "admin.error.languages",
  })
})

test("a place's id is for ever: well formed, and not another's", () => {
  const desk = { ...placeDraftOf(null), id: "desk-11", name: "Puesto 11" }
  assert.deepEqual(placeErrors("desks", desk, new Set(["desk-10"])), {})
  assert.equal(placeErrors("desks", desk, new Set(["desk-11"])).id, "admin.error.taken")
  assert.equal(placeErrors("desks", { ...desk, id: "Puesto 11" }, new Set()).id, "admin.error.id")
  assert.deepEqual(placeErrors("desks", { ...desk, fresh: false }, new Set(["desk-11"])), {})
})

test("a telephone is sent as the server reads it, whatever stands between its digits", () => {
  const agency = { ...placeDraftOf(null), id: "aux", name: "Auxiliar", phone: "+34 600 11-12-22" }
  assert.deepEqual(placeErrors("agencies", agency, new Set()), {})
  assert.equal((placeBody("agencies", agency) as { phone: string }).phone, "+34600111222")
  assert.equal(placeErrors("agencies", { ...agency, phone: "112" }, new Set()).phone, "admin.error.phone")
})

test("a centre belongs to an agency", () => {
  const centre = { ...placeDraftOf(null), id: "san-2", name: "Sanidad 2" }
  assert.equal(placeErrors("centres", centre, new Set()).agency, "admin.error.required")
})

test("a proposed password is long enough, can be read aloud, and is as even as its bytes", () => {
  const made = passphrase((count) => new Uint8Array(count).map((_, index) => (index * 37) % 256))
  assert.match(made, /^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/)
  assert.ok(made.length >= 12)
  let asked = 0
  passphrase((count) => new Uint8Array(count).fill(asked++ === 0 ? 255 : 7))
  assert.equal(asked, 2, "bytes beyond the last whole round are thrown away")
})

test("people are found without accents, by any of their words, those who left last", () => {
  const left: Person = { ...ANA, id: "b", name: "Abel", active: false }
  const words = () => "Despacho"
  assert.deepEqual(
    found([left, ANA], "desp", words).map((each) => each.id),
    ["a", "b"],
  )
  assert.deepEqual(
    found([left, ANA], "medico san", words).map((each) => each.id),
    ["a"],
  )
  assert.deepEqual(found([ANA], "zzz", words), [])
})
