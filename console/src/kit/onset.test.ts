import assert from "node:assert/strict"
import { test } from "node:test"
import { Onset } from "./onset.ts"

test("what stood there at the first look does not begin, what comes does, and it ends with the last", () => {
  const onset = new Onset()
  assert.equal(onset.look(["a"]), null)
  assert.equal(onset.look(["a"]), null)
  assert.equal(onset.look(["a", "b"]), "began")
  assert.equal(onset.look(["b"]), null)
  assert.equal(onset.look(["c"]), "began")
  assert.equal(onset.look([]), "ended")
  assert.equal(onset.look([]), null)
  assert.equal(onset.look(["a"]), "began")
})
