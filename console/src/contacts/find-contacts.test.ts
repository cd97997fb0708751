import assert from "node:assert/strict"
import { test } from "node:test"
import { findContacts, typedNumber } from "./find-contacts.ts"

const CONTACTS = [
  {
    name: "Gas, averías",
    number: "+34900000031",
    organisation: "Compañía",
    purpose: "Olor a gas",
    hours: "24 h",
  },
  { name: "Salvamento", number: "+34900000032", purpose: "Costas" },
  { name: "Intérpretes", number: "+34900000033", speaks: ["ar"] },
]
const named = (typed: string) =>
  findContacts(CONTACTS, typed, (tag) => (tag === "ar" ? "árabe" : tag)).map((each) => each.name)

test("a contact is found by each word of its name, purpose, number or language, without accents", () => {
  assert.deepEqual(named("averias compania"), ["Gas, averías"])
  assert.deepEqual(named("900000032"), ["Salvamento"])
  assert.deepEqual(named("arabe"), ["Intérpretes"])
  assert.deepEqual(named("gas costas"), [])
  assert.equal(named(" ").length, 3)
})

test("a number is read as it is told, and a name is none", () => {
  assert.equal(typedNumber("961 00 01-00"), "961000100")
  assert.equal(typedNumber("0034 961 000 100"), "+34961000100")
  assert.equal(typedNumber("(+44) 20.7946.0000"), "+442079460000")
  for (const none of ["", "12", "Hospital 9", "+34961000100123456", "9+61"])
    assert.equal(typedNumber(none), null)
})
