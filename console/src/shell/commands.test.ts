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

test("in a session of training one key goes to the page of practice and back, and nowhere else", () => {
  const pages = [
    { path: "/training", title: "shell.page.training" },
    { path: "/desk", title: "shell.page.desk" },
    { path: "/room", title: "shell.page.room" },
  ] as const
  const keyed = (more: Partial<ShellActions>) =>
    shellCommands({ ...actions, pages, home: "/desk", ...more })
      .filter((one) => one.key?.code === "KeyJ")
      .map((one) => [one.id, one.label])
  assert.deepEqual(keyed({ practises: true, path: "/desk" }), [["shell.go/training", "shell.page.training"]])
  assert.deepEqual(keyed({ practises: true, path: "/desk", practised: true }), [
    ["shell.go/training", "training.result"],
  ])
  assert.deepEqual(keyed({ practises: true, path: "/training" }), [["shell.go/desk", "training.back_desk"]])
  assert.deepEqual(keyed({ practises: false, path: "/desk" }), [])
  assert.deepEqual(keyed({ practises: false, path: "/training" }), [])
})

test("the shell never takes F9: it is for sending help and nothing else", () => {
  assert.ok(!shell.some((command) => command.key?.code === "F9"))
})
