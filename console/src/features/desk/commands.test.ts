import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { clashes } from "../../commands/registry.ts"
import { shellCommands } from "../../shell/commands.ts"
import { type DeskActions, deskCommands } from "./commands.ts"

const nothing = () => undefined
const idle: DeskActions = {
  offered: undefined,
  waiting: [],
  call: undefined,
  case: undefined,
  me: { stand: "pause" },
  missing: [],
  run: undefined,
  dictation: undefined,
  offeredCards: [],
  nearMarked: null,
  alarms: [],
  acknowledge: nothing,
  ready: nothing,
  choosePause: nothing,
  answer: nothing,
  hold: nothing,
  hangUp: nothing,
  newCase: nothing,
  askHelp: nothing,
  record: nothing,
  sendHelp: nothing,
  undo: nothing,
  sayCurrent: nothing,
  back: nothing,
  repeat: nothing,
  markNext: nothing,
  nextMetronome: nothing,
  joinMarked: nothing,
  openClosing: nothing,
  openFinding: nothing,
  editPlace: nothing,
  writeMessage: nothing,
}
const shell = shellCommands({
  help: nothing,
  commandBar: nothing,
  theme: nothing,
  signOut: async () => undefined,
  reload: nothing,
  region: () => true,
  go: nothing,
  pages: [],
  path: "/desk",
})
const find = (desk: DeskActions, id: string) => {
  const found = deskCommands(desk).find((command) => command.id === id)
  assert.ok(found, id)
  return found
}

test("at the desk every key means one thing", () => {
  assert.deepEqual(clashes([...shell, ...deskCommands(idle)]), [])
})

test("an idle desk can stand ready and ask for help, and says why it can do nothing else", () => {
  for (const command of deskCommands(idle)) {
    const now = command.when?.() ?? true
    const words = JSON.parse(readFileSync(new URL("../../../../locale/es.json", import.meta.url), "utf8"))
    if (now !== true) assert.ok(words[now], `${command.id} has no words for ${now}`)
  }
  assert.equal(find(idle, "desk.ready").when?.() ?? true, true)
  assert.equal(find(idle, "desk.ask_help").when?.() ?? true, true)
  assert.equal(find(idle, "desk.send").when?.(), "desk.why_no_case")
})

test("F9 sends help as soon as there is a case, whatever is still unknown", () => {
  assert.equal(find({ ...idle, case: { state: "open", help_sent_at: null } }, "desk.send").when?.(), true)
})

test("after help was sent F9 is for what came on top, and nothing on top is nothing to send", () => {
  const sent = { ...idle, case: { state: "open", help_sent_at: "2026-03-14T02:12:33Z" } }
  assert.equal(find(sent, "desk.send").when?.(), "desk.why_nothing_more")
  assert.equal(find({ ...sent, missing: ["aed", "bls"] }, "desk.send").label, "desk.send_more")
})

test("hanging up takes two presses, and nothing else does", () => {
  const twice = deskCommands(idle).filter((command) => command.twice)
  assert.deepEqual(
    twice.map((command) => command.id),
    ["desk.hang_up"],
  )
})
