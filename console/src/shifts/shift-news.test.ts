import assert from "node:assert/strict"
import { test } from "node:test"
import type { ShownSwap, SwapNews } from "../protocol/generated.ts"
import { newsKeys, readStill } from "./shift-news.ts"

const swap = { swap: "1", state: "asked" } as ShownSwap
const news: SwapNews = { swaps: [swap], decisions: ["2"] }

test("a step that was read is told no more, and the next step is", () => {
  assert.deepEqual(newsKeys(news), ["1 asked", "decide 2"])
  const accepted: SwapNews = { swaps: [{ ...swap, state: "accepted" }], decisions: ["3"] }
  assert.deepEqual(newsKeys(accepted), ["1 accepted", "decide 3"])
  assert.deepEqual(readStill(["1 asked", "decide 2"], accepted), [])
  assert.deepEqual(readStill(["1 asked", "0 refused"], news), ["1 asked"])
})
