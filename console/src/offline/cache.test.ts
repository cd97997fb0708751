import assert from "node:assert/strict"
import { test } from "node:test"
import { cacheStrategyOf, networkElseCache, outdatedCaches } from "./cache.ts"

const ORIGIN = "https://auxilio.example"
const way = (path: string, more: { method?: string; mode?: string } = {}) =>
  cacheStrategyOf({ method: "GET", mode: "cors", url: `${ORIGIN}${path}`, ...more }, ORIGIN)
const never = new Promise<void>(() => {})

test("only the crew's page and its files are served; what the API answers is never kept", () => {
  assert.equal(way("/unit", { mode: "navigate" }), "shell")
  assert.equal(way("/desk", { mode: "navigate" }), "pass")
  assert.equal(way("/assets/index-abc.js"), "asset")
  assert.equal(way("/api/geo/style.json?theme=dark"), "style")
  for (const path of ["/api/session", "/api/directory", "/api/geo/route"]) assert.equal(way(path), "pass")
  assert.equal(way("/assets/x.js", { method: "POST" }), "pass")
  assert.equal(
    cacheStrategyOf({ method: "GET", mode: "cors", url: "https://other.example/assets/x.js" }, ORIGIN),
    "pass",
  )
})

test("a shelf of an older build is thrown away, and nobody else's", () => {
  assert.deepEqual(outdatedCaches(["auxilio-1", "auxilio-2", "maps"], "auxilio-2"), ["auxilio-1"])
})

test("the network's page is the newest and wins; the shelf helps when it fails, errs or is slow", async () => {
  const shelf = async () => new Response("kept")
  const text = async (network: () => Promise<Response>, within = never) =>
    (await networkElseCache(network, shelf, within)).text()
  assert.equal(await text(async () => new Response("new")), "new")
  assert.equal(await text(() => Promise.reject(new TypeError("offline"))), "kept")
  assert.equal(await text(async () => new Response("starting", { status: 503 })), "kept")
  assert.equal(await text(() => new Promise(() => {}), Promise.resolve()), "kept")
})

test("with an empty shelf the network's failure is the answer", async () => {
  const asked = networkElseCache(
    () => Promise.reject(new TypeError("offline")),
    async () => undefined,
    never,
  )
  await assert.rejects(asked, TypeError)
})
