import assert from "node:assert/strict"
import { test } from "node:test"
import { isDoubt, replyOf } from "./api.ts"

test("what succeeds in words that are not ours has not reached the server", () => {
  const reply = replyOf(200, "<html><title>Welcome to the hotel's network</title></html>")
  assert.equal(reply.ok, false)
  assert.ok(!reply.ok && isDoubt(reply.problem))
})

test("an answer without a body is one, and a refusal in other words keeps its status", () => {
  assert.deepEqual(replyOf(204, ""), { ok: true, value: null })
  assert.deepEqual(replyOf(200, '{"a":1}'), { ok: true, value: { a: 1 } })
  const refused = replyOf(403, "<html>blocked</html>")
  assert.ok(!refused.ok && refused.problem.code === "http_403" && refused.problem.status === 403)
  const bad = replyOf(422, '{"code":"invalid","facts":{"field":"x"}}')
  assert.ok(!bad.ok && bad.problem.code === "invalid")
})
