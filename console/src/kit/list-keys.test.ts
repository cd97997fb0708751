/** Svelte stops a page whose list has one key twice: rows are keyed by what cannot occur twice, or by their place. */

import assert from "node:assert/strict"
import { globSync, readFileSync } from "node:fs"
import { test } from "node:test"

/** Two people have one telephone, two things happen in one second, two lines read alike, and one picture is sent twice. */
const REPEATS =
  /\{#each [^}]*? as \w+(?:, \w+)? \(\w+\.(?:phone|at|subject|text|words|label|rule|digest)\b[^}]*\}/gu
const SRC = new URL("..", import.meta.url).pathname

test("no list is keyed by a telephone, a time or a line of text", () => {
  const found = globSync("{features/{centre,room,unit},handover,kit,notices,shifts,voice}/**/*.svelte", {
    cwd: SRC,
  }).flatMap((file) =>
    [...readFileSync(SRC + file, "utf8").matchAll(REPEATS)].map((match) => `${file}: ${match[0]}`),
  )
  assert.deepEqual(found, [])
})
