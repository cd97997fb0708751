import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import { IntlMessageFormat } from "intl-messageformat"

const LANGUAGES = readdirSync(new URL("../../../locale", import.meta.url))
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(".json", ""))
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

test("what a scene of many victims says is asked of the catalogue in one module", () => {
  const root = new URL("../", import.meta.url)
  const asks = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith(".test.ts"))
    .filter((path) =>
      /["'`]major\.(letter|cap|colour|place|how|declared|from|told|ground)\.\$?/.test(
        readFileSync(new URL(path, root), "utf8"),
      ),
    )
  assert.deepEqual(asks, ["kit/scene-text.ts"])
})
