import assert from "node:assert/strict"
import { test } from "node:test"
import type { Card, Protocol } from "../../engine/content.ts"
import { documentWords, findDocuments } from "./document-search.ts"

const gas = {
  id: "fue-gas",
  title: {
    es: "Gas o monóxido de carbono",
    ca: "Gas o monòxid de carboni",
    en: "Gas or carbon monoxide",
    fr: "Gaz",
  },
  questions: [
    {
      id: "dentro",
      ask: { es: "¿Están todos fuera?", en: "Is everyone outside?" },
      answers: [{ code: "N", label: { es: "Queda alguien" } }],
    },
  ],
} as unknown as Protocol
const burn = {
  id: "quemadura",
  title: { es: "Quemadura", ca: "Cremada", en: "Burn", fr: "Brûlure" },
  steps: [{ id: "agua", say: { es: "Ponga la quemadura bajo agua fría, fuera del gas" }, wait: "none" }],
  never: { es: ["No ponga hielo"] },
} as unknown as Card
const words = documentWords({ protocols: { "fue-gas": gas }, cards: { quemadura: burn } })
const paths = ["cards/quemadura.yaml", "data/typology.csv", "protocols/fue-gas.yaml"]
const find = (sought: string) => findDocuments(paths, sought, words)

test("a document is found by its title in four languages, with and without accents", () => {
  for (const title of ["monoxido de carbono", "Monòxid", "carbon monoxide", "gaz"])
    assert.deepEqual(find(title), ["protocols/fue-gas.yaml"], title)
  assert.deepEqual(find("brulure"), ["cards/quemadura.yaml"])
})

test("a document is found by a question, an answer, a step and by what is never done", () => {
  for (const asked of ["todos fuera", "everyone outside", "queda alguien"])
    assert.deepEqual(find(asked), ["protocols/fue-gas.yaml"], asked)
  for (const said of ["agua fria", "hielo"]) assert.deepEqual(find(said), ["cards/quemadura.yaml"], said)
})

test("the name of the file is before a title, and a title before a step", () => {
  assert.deepEqual(find("gas"), ["protocols/fue-gas.yaml", "cards/quemadura.yaml"])
  assert.deepEqual(find("typology"), ["data/typology.csv"])
  assert.deepEqual(find(""), paths)
  assert.deepEqual(find("nowhere"), [])
})

test("a specification is found as its protocol is, and after it", () => {
  const both = ["data/protocol_specifications/fue-gas.yaml", ...paths]
  const found = [both[3], both[0]]
  assert.deepEqual(findDocuments(both, "fue-gas", words), found)
  assert.deepEqual(findDocuments(both, "monoxido de carbono", words), found)
})
