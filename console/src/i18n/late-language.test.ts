import assert from "node:assert/strict"
import { type TestContext, test } from "node:test"
import type { LateLanguage } from "./late-language.svelte.ts"

Object.assign(globalThis, { $state: (value: unknown) => value, window: new EventTarget() })
const { AGAIN_MS, LateLanguage: Late } = await import("./late-language.svelte.ts")

/** A language that waits; the words come when `network` does. */
function waiting(context: TestContext) {
  context.mock.timers.enable({ apis: ["setInterval"] })
  const late: LateLanguage<string> = new Late()
  const it = { late, network: false, came: [] as string[], choose }
  function choose(tag: string) {
    late.wait(
      tag,
      async () => it.network,
      () => it.came.push(tag),
    )
  }
  return it
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test("a language comes once when the browser says that the network is back", async (context) => {
  const it = waiting(context)
  it.choose("en")
  window.dispatchEvent(new Event("online"))
  await settled()
  assert.deepEqual([it.late.tag, it.came], ["en", []])
  it.network = true
  window.dispatchEvent(new Event("online"))
  window.dispatchEvent(new Event("online"))
  await settled()
  context.mock.timers.tick(AGAIN_MS)
  await settled()
  assert.deepEqual([it.late.tag, it.came], [null, ["en"]])
})

test("a language comes by itself when the server is back and no browser says so", async (context) => {
  const it = waiting(context)
  it.choose("en")
  context.mock.timers.tick(AGAIN_MS)
  await settled()
  it.network = true
  context.mock.timers.tick(AGAIN_MS)
  await settled()
  assert.deepEqual(it.came, ["en"])
})

test("of two that were chosen without network only the last one comes", async (context) => {
  const it = waiting(context)
  it.choose("en")
  it.choose("fr")
  it.network = true
  window.dispatchEvent(new Event("online"))
  await settled()
  assert.deepEqual(it.came, ["fr"])
})
