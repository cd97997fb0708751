import assert from "node:assert/strict"
import { test } from "node:test"
import { wording } from "../../engine/content.ts"
import { withPartial } from "./partial-words.ts"

const STEP = { es: "No salte.", ca: "No salti." }
const RO = { "No salte.": "Nu săriți." }

test("a caller's partial language is read where the Spanish text has words in it, with its region or without", () => {
  assert.deepEqual(wording(withPartial(STEP, "ro", RO), "ro-RO"), { words: "Nu săriți.", language: "ro" })
})

test("a text that is said otherwise now stands in Spanish", () => {
  const changed = { ...STEP, es: "No salte todavía." }
  assert.deepEqual(wording(withPartial(changed, "ro", RO), "ro"), {
    words: "No salte todavía.",
    language: "es",
  })
})

test("what an author wrote in the language stands", () => {
  const own = { ...STEP, ro: "Nu sări." }
  assert.equal(withPartial(own, "ro", RO), own)
})
