import assert from "node:assert/strict"
import { test } from "node:test"
import { canPutBack, fieldWords, formerFields, type HistoryWords, valueWords } from "./row-history.ts"

const CATALOGUE: Readonly<Record<string, string>> = {
  "common.yes": "sí",
  "admin.home": "Base",
  "import.column.name": "Nombre",
  "role.dispatcher": "Despacho",
  "settings.name.organ": "Órgano",
}
const words: HistoryWords = {
  say: (key) => CATALOGUE[key] ?? null,
  agency: (id) => `agencia ${id}`,
  centre: (id) => `centro ${id}`,
  service: (code) => code,
  qualification: (code) => `título ${code}`,
  language: (tag) => tag,
  day: (day) => day,
  hours: (hours) => `${hours.starts}–${hours.ends}`,
}
const value = (field: string, of: unknown) => valueWords("people", field, JSON.stringify(of), words)

test("a value is told by its name, and what was none by nothing", () => {
  assert.equal(value("agency", "san"), "agencia san")
  assert.equal(value("roles", ["dispatcher", "odd"]), "Despacho, odd")
  assert.equal(value("active", true), "sí")
  assert.equal(value("home", { lat: 42.5, lon: 1.5 }), "42.50000, 1.50000")
  assert.equal(value("contacts", [{ name: "Ada", phone: "112" }]), "Ada 112")
  assert.equal(value("phone", null), "")
})

test("a field is told as its form or its column calls it", () => {
  assert.equal(fieldWords("units", "home", words), "Base")
  assert.equal(fieldWords("people", "name", words), "Nombre")
  assert.equal(fieldWords("settings", "organ", words), "Órgano")
  assert.equal(fieldWords("qualifications", "nurse", words), "título nurse")
  assert.equal(
    valueWords("qualifications", "nurse", '{"since":"2024-01-31","until":null}', words),
    "2024-01-31 – …",
  )
})

test("what a change changed is put back as it was, and what began with it is not", () => {
  const fields = [{ field: "phone", before: "null", after: '"112"' }]
  assert.deepEqual(formerFields({ fields }), { phone: null })
  assert.equal(canPutBack({ act: "changed", fields }), true)
  assert.equal(canPutBack({ act: "added", fields }), false)
})
