import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"

const ROOT = join(import.meta.dirname, "..")
/** The opening tag of a component that refuses while it is given a reason. `TextLayer` asks for it only while nothing is typed. */
const BUTTON = /<(?:Button|CrewButton)\b(?:[^>"{]|"[^"]*"|\{(?:[^{}]|\{[^{}]*\})*\})*>/g
/** `why={t("…")}`: a reason that does not depend on anything is given always, and the button never acts. */
const ALWAYS = /\bwhy=(?:"|\{t\("[^"]*"(?:, \{[^{}]*\})?\)\})/

function* svelteFiles(): Generator<[path: string, text: string]> {
  for (const each of readdirSync(ROOT, { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath, each.name)
    if (each.name.endsWith(".svelte") && !path.includes("/gallery/")) yield [path, readFileSync(path, "utf8")]
  }
}

test("no button is always given the reason why it cannot act", () => {
  const found = [...svelteFiles()].flatMap(([path, text]) =>
    [...text.matchAll(BUTTON)].filter(([tag]) => ALWAYS.test(tag)).map(([tag]) => `${path}: ${tag}`),
  )
  assert.deepEqual(found, [])
})

test("such a button is found, and one with a condition is not", () => {
  assert.match('<Button disabled={!ready} why={t("desk.fill_first")} onclick={run}>', ALWAYS)
  assert.doesNotMatch('<Button why={ready ? undefined : t("desk.fill_first")}>', ALWAYS)
})
