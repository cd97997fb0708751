import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../commands/registry.ts"
import { shellCommands } from "./commands.ts"

const nothing = () => undefined
const shell = shellCommands({
  help: nothing,
  commandBar: nothing,
  password: nothing,
  shifts: nothing,
  theme: nothing,
  signOut: async () => undefined,
  reload: nothing,
  region: () => true,
  regionName: () => undefined,
  go: nothing,
  pages: [{ path: "/desk", title: "shell.page.desk" }],
  path: "/room",
})

test("no two commands of the shell share a key or a name", () => {
  assert.deepEqual(keyConflicts(shell), [])
  assert.equal(new Set(shell.map((command) => command.id)).size, shell.length)
})

test("the shell never takes F9: it is for sending help and nothing else", () => {
  assert.ok(!shell.some((command) => command.key?.code === "F9"))
})
