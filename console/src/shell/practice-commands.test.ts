import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../commands/registry.ts"
import { practiceCommands } from "./practice-commands.ts"

const actions = {
  practises: true,
  desk: "desk-01",
  talks: false,
  again: false,
  own: false,
  end: async () => undefined,
  begin: async () => undefined,
  signOutToPractise: async () => undefined,
}

test("in training one key begins a call, not from a call and not without a desk", () => {
  const [begin] = practiceCommands(actions)
  assert.deepEqual([begin?.id, begin?.key], ["practice.begin", { code: "KeyE", ctrl: true }])
  assert.equal(begin?.when?.(), true)
  assert.equal(practiceCommands({ ...actions, talks: true })[0]?.when?.(), "training.why_in_call")
  assert.equal(practiceCommands({ ...actions, desk: null })[0]?.when?.(), "training.why_no_desk")
  assert.equal(practiceCommands({ ...actions, again: true })[0]?.label, "training.another_alone")
  assert.deepEqual(keyConflicts(practiceCommands(actions)), [])
  const ids = practiceCommands({ ...actions, own: true }).map((one) => one.id)
  assert.deepEqual(ids, ["practice.begin", "practice.end"], "one that goes on can be ended from any page")
})

test("from another mode it is the way there, pressed once: its words say that it signs out", () => {
  const [there, ...others] = practiceCommands({ ...actions, practises: false })
  assert.deepEqual(others, [])
  assert.deepEqual([there?.id, there?.twice, there?.key], ["practice.sign_in", undefined, undefined])
})
