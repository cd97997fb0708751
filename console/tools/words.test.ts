import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { importsOf } from "./borders.ts"
import { LATER, shareOf } from "./words.ts"

const SRC = fileURLToPath(new URL("../src/", import.meta.url))
const WORDS = JSON.parse(readFileSync(new URL("../../locale/es.json", import.meta.url), "utf8")) as Record<
  string,
  string
>

/** What is loaded with a module: all that it imports, and what they import. */
function loadedWith(entries: readonly string[]): string[] {
  const found = new Set<string>()
  const walk = (path: string): void => {
    if (found.has(path) || !existsSync(path) || !/\.(ts|svelte)$/.test(path)) return
    found.add(path)
    for (const name of importsOf({ path, text: readFileSync(path, "utf8") }))
      if (name.startsWith(".") && !name.includes("/features/")) walk(resolve(dirname(path), name))
  }
  for (const entry of entries) walk(join(SRC, entry))
  return [...found]
}

test("desk, unit and the citizen's page say no word that comes later", () => {
  const pages = ["desk", "unit", "call"].map((name) => `features/${name}/Page.svelte`)
  const modules = loadedWith(["main.ts", ...pages]).filter((path) => !path.includes("/protocol/"))
  assert.ok(modules.length > 300, `${modules.length} modules`)
  const said = modules.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/["'`]([a-z]+)\.[\w$.]/g)]
      .filter(([, prefix = ""]) => LATER.has(prefix))
      .map(([text]) => `${path.slice(SRC.length)} ${text}`),
  )
  assert.deepEqual(said, [])
})

test("each word is in one share, and each prefix that comes later has words", () => {
  const [first, later] = [shareOf(WORDS, "first"), shareOf(WORDS, "later")]
  assert.deepEqual({ ...first, ...later }, WORDS)
  assert.equal(Object.keys(first).length + Object.keys(later).length, Object.keys(WORDS).length)
  assert.deepEqual([...new Set(Object.keys(later).map((key) => key.split(".")[0]))], [...LATER])
})

test("every page that may say them waits for them", () => {
  const routes = readFileSync(join(SRC, "shell/routes.ts"), "utf8")
  const without = [...routes.matchAll(/load: \(\) => import\("\.\.\/features\/([\w-]+)\//g)].map(
    ([, name]) => name,
  )
  assert.deepEqual(without, ["desk", "unit", "call"])
})
