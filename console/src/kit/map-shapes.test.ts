import assert from "node:assert/strict"
import { test } from "node:test"
import { boundsOf } from "./map-shapes.ts"

test("nothing has no extent", () => {
  assert.equal(boundsOf([]), null)
})
