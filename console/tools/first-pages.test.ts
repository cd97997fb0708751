import assert from "node:assert/strict"
import { test } from "node:test"
import { reachedFrom } from "./first-pages.ts"

const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  desk: ["kit", "calls"],
  kit: ["words"],
  calls: ["kit", "calls"],
  centre: ["kit", "tasks"],
}
const graph = {
  getModuleInfo: (id: string) => (IMPORTS[id] ? { importedIds: IMPORTS[id] } : null),
}

test("what a page imports is reached, and what only another page imports is not", () => {
  assert.deepEqual([...reachedFrom(["desk"], graph)].sort(), ["calls", "desk", "kit", "words"])
  assert.ok(!reachedFrom(["desk"], graph).has("tasks"))
})
