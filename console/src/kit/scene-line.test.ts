import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { sceneLine } from "./scene-line.ts"

interface Vector {
  readonly kind: string
  readonly body: unknown
  readonly lines: { readonly [language: string]: string | null }
}
const read = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8"))
const vectors = read("tests/vectors/scenes.json") as readonly Vector[]

for (const language of Object.keys(vectors[0]?.lines ?? {})) {
  test(`${language}: a fact of a scene is worded as the server's report words it`, () => {
    assert.ok(vectors.length > 5)
    const words = read(`locale/${language}.json`) as { readonly [key: string]: string }
    for (const { kind, body, lines } of vectors) {
      const found = sceneLine(kind, body, (key) => words[`major.${key}`] ?? key)
      assert.equal(found ?? null, lines[language], JSON.stringify(body))
    }
  })
}
