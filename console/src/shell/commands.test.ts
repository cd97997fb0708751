import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../commands/registry.ts"
import { type ShellActions, shellCommands } from "./commands.ts"

const nothing = () => undefined
const actions: ShellActions = {
  help: nothing,
  commandBar: nothing,
  password: nothing,
  shifts: nothing,
  preferences: nothing,
  theme: nothing,
  signOut: async () => undefined,
  reload: nothing,
  region: () => true,
  regionName: () => undefined,
  go: nothing,
  pages: [{ path: "/desk", title: "shell.page.desk" }],
  path: "/room",
}
const shell = shellCommands(actions)

test("no two commands of the shell share a key or a name", () => {
  assert.deepEqual(keyConflicts(shell), [])
  assert.equal(new Set(shell.map((command) => command.id)).size, shell.length)
})

test("in a session of training the lesson has a key, and nowhere else", () => {
  const pages = [{ path: "/training", title: "shell.page.training" }] as const
  const of = (practises: boolean) =>
    shellCommands({ ...actions, pages, practises }).find((one) => one.id === "shell.go/training")?.key
  assert.deepEqual(of(true), { code: "KeyJ", ctrl: true })
  assert.equal(of(false), undefined)
})

test("the shell never takes F9: it is for sending help and nothing else", () => {
  assert.ok(!shell.some((command) => command.key?.code === "F9"))
})
