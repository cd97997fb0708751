import assert from "node:assert/strict"
import { test } from "node:test"
import { findContacts } from "./find-contacts.ts"

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
