import assert from "node:assert/strict"
import { test } from "node:test"
import type { FormState } from "./form.svelte.ts"

// Node knows no runes: here a field of the form is a plain field, and what is derived keeps its first value.
const state = Object.assign((value: unknown) => value, { raw: (value: unknown) => value })
Object.assign(globalThis, { $state: state, $derived: (value: unknown) => value })

async function newForm(): Promise<FormState> {
  const { FormState } = await import("./form.svelte.ts")
  return new FormState()
}

test("a form says whether its command was saved, kept in the outbox, refused, or not sent at all", async () => {
  const form = await newForm()
  const handled = { command: "c1", versions: {}, facts: {} }
  const problem = { code: "words_missing", status: 409, facts: {} }
  assert.equal(await form.submit(() => undefined), "nothing")
  assert.equal(await form.submit(() => "kept"), "kept")
  assert.equal(await form.submit(async () => ({ ok: false, problem })), "refused")
  assert.equal(form.problem, problem)
  assert.equal(await form.submit(async () => ({ ok: true, handled })), "saved")
  assert.equal(form.problem, null)
})

test("a form sends once at a time, and may send again after a request that was rejected", async () => {
  const form = await newForm()
  const broken = form.submit(() => Promise.reject(new Error("defect")))
  assert.equal(form.sending, true)
  assert.equal(await form.submit(() => "kept"), "busy")
  await assert.rejects(broken, /defect/)
  assert.equal(form.sending, false)
  assert.equal(await form.submit(() => "kept"), "kept")
})
