import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import { PARTIAL_LANGUAGES, preferredPartial } from "./page-language.ts"

const read = (path: string): Record<string, string> => JSON.parse(readFileSync(path, "utf-8"))
const FOLDER = new URL("./words/", import.meta.url)
const spanish = read(`${new URL("../../../../locale/es.json", import.meta.url).pathname}`)
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

for (const language of PARTIAL_LANGUAGES) {
  test(`every word of the caller's page is there in ${language}, with the same places`, () => {
    const words = read(`${FOLDER.pathname}${language}.json`)
    const own = Object.keys(spanish).filter((key) => key.startsWith("call."))
    assert.deepEqual(
      Object.keys(words).filter((key) => key.startsWith("call.")),
      own.sort(),
    )
    for (const [key, text] of Object.entries(words))
      assert.deepEqual(places(text), places(spanish[key] ?? "-"), key)
    assert.equal(
      Object.values(words)
        .join("")
        .match(/[şţŞŢ]/),
      null,
    )
  })
}

test("each file of words is a language of the page", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), PARTIAL_LANGUAGES.map((one) => `${one}.json`).sort())
})

const WHOLE = ["es", "ca", "en", "fr"]

test("what was chosen on the phone counts, then its own languages", () => {
  assert.equal(preferredPartial("ro", null, ["es-ES"], WHOLE), "ro")
  assert.equal(preferredPartial(null, "ca", ["ro-RO"], WHOLE), null)
  assert.equal(preferredPartial(null, null, ["de-DE", "ro-RO", "es-ES"], WHOLE), "ro")
  assert.equal(preferredPartial(null, null, ["es-ES", "gl-ES"], WHOLE), null)
  assert.equal(preferredPartial("xx", null, ["gl-ES"], WHOLE), null)
})
