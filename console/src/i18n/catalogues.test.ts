import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { IntlMessageFormat } from "intl-messageformat"

const LANGUAGES = ["es", "ca", "en", "fr"]
const catalogue = (language: string) =>
  JSON.parse(readFileSync(new URL(`../../../locale/${language}.json`, import.meta.url), "utf8")) as Record<
    string,
    string
  >
const spanish = catalogue("es")

/** The names of the facts that a text speaks of. */
function facts(text: string, language: string): string[] {
  const found = new Set<string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each)
    else if (typeof node === "object" && node !== null) {
      const { type, value, options } = node as { type?: number; value?: unknown; options?: unknown }
      if (typeof type === "number" && type !== 0 && type !== 7 && typeof value === "string") found.add(value)
      if (options !== undefined) for (const each of Object.values(options as object)) walk(each.value)
    }
  }
  walk(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst())
  return [...found].sort()
}

for (const language of LANGUAGES) {
  test(`${language}: the catalogue is complete, sorted, and every text can be formatted`, () => {
    const words = catalogue(language)
    const keys = Object.keys(words)
    assert.deepEqual(keys, [...keys].sort(), "keys are sorted")
    assert.deepEqual(keys, Object.keys(spanish).sort(), "the same keys as Spanish")
    for (const key of keys) {
      const text = words[key] ?? ""
      assert.notEqual(text.trim(), "", `${key} is empty`)
      assert.deepEqual(facts(text, language), facts(spanish[key] ?? "", "es"), `${key} speaks of other facts`)
    }
  })
}
