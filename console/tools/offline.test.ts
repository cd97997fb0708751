import assert from "node:assert/strict"
import { test } from "node:test"
import { needed, type Piece } from "./offline.ts"

const piece = (more: Partial<Piece>): Piece => ({
  imports: [],
  dynamicImports: [],
  modules: [],
  brings: [],
  ...more,
})

test("the crew's page takes what it may ask for later, and no other page", () => {
  const pieces = new Map([
    [
      "index.js",
      piece({ imports: ["svelte.js"], dynamicImports: ["unit.js", "desk.js", "review.js", "es.js"] }),
    ],
    ["svelte.js", piece({})],
    ["es.js", piece({ modules: ["/locale/es.json"] })],
    [
      "unit.js",
      piece({
        modules: ["/src/features/unit/Page.svelte"],
        dynamicImports: ["map.js", "review.js"],
        brings: ["unit.css"],
      }),
    ],
    ["map.js", piece({ brings: ["map.css"] })],
    ["desk.js", piece({ modules: ["/src/features/desk/Page.svelte"], imports: ["card.js"] })],
    ["card.js", piece({})],
    ["review.js", piece({ modules: ["/src/features/quality-review/Page.svelte"] })],
  ])
  assert.deepEqual(needed("index.js", pieces), [
    "es.js",
    "index.js",
    "map.css",
    "map.js",
    "svelte.js",
    "unit.css",
    "unit.js",
  ])
})
