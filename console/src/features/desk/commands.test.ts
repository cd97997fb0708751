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
  suggested: undefined,
  joinSuggested: nothing,
  putAside: nothing,
  alarms: [],
  unread: [],
  unanswered: [],
  otherCalls: [],
  reassess: [],
  openTasks: [],
  toTell: [],
  acknowledge: nothing,
  openTasksLayer: nothing,
  giveLink: async () => undefined,
  part: nothing,
  reserve: nothing,
  askAgain: nothing,
  openRelay: nothing,
  ring: nothing,
  identify: nothing,
  tell: nothing,
  ready: nothing,
  choosePause: nothing,
  guest: undefined,
  rings: false,
  party: undefined,
  spoken: false,
  transfer: nothing,
  askIn: nothing,
  bringIn: nothing,
  letGo: nothing,
  answer: nothing,
  hold: nothing,
  line: { state: "up", muted: false },
  mute: nothing,
  lineAgain: nothing,
  hangUp: nothing,
  newCase: nothing,
  askHelp: nothing,
  record: nothing,
  sendHelp: nothing,
  undo: nothing,
  sayCurrent: nothing,
  back: nothing,
  repeat: nothing,
  recording: undefined,
  plays: undefined,
  audible: true,
  play: nothing,
  stopPlaying: nothing,
  markNext: nothing,
  nextMetronome: nothing,
  joinMarked: nothing,
  report: nothing,
  openClosing: nothing,
  openFinding: nothing,
  openGoods: nothing,
  editPlace: nothing,
  writeMessage: nothing,
}
const shell = shellCommands({
  help: nothing,
  commandBar: nothing,
  password: nothing,
  theme: nothing,
  signOut: async () => undefined,
  reload: nothing,
  region: () => true,
  regionName: () => undefined,
  go: nothing,
  pages: [],
  path: "/desk",
})
/** What only somebody at a desk that takes calls may do (identity.permissions). */
const DESK_MAY = new Set([
  "calls:call:answer",
  "calls:call:close",
  "calls:call:record",
  "calls:desk:stand",
  "cases:case:open",
  "cases:case:link",
  "triage:run:ask",
  "instructions:card:dictate",
  "dispatch:task:tell",
])
/** Done by a control in its place, reachable by Tab and by its region's key; or not yet on any page. */
const ELSEWHERE = new Set([
  "calls.note", // the notes' own field
  "calls.consult", // a third leg: with voice
  "calls.keep_desk_typed", // the house: what rests in the field of the answer
  "calls.sign_off", // leaving the window
  "cases.relate", // two cases that stay two: not on a page yet
  "calls.join_case", // the house: a call follows its case
  "calls.leave_case",
  "triage.close_run", // the house: with the case
  "triage.change_protocol",
  "instructions.close_card",
  "instructions.retry_step",
])
const find = (desk: DeskActions, id: string) => {
  const found = deskCommands(desk).find((command) => command.id === id)
  assert.ok(found, id)
  return found
}

test("at the desk every key means one thing", () => {
  assert.deepEqual(clashes([...shell, ...deskCommands(idle)]), [])
})

test("a line that asks takes J and K for itself, unless somebody has marked another incident", () => {
  const asked: DeskActions = {
    ...idle,
    suggested: { case: "c1", number: 4821 },
    party: { id: "p1", name: "Intérprete", joined_at: null },
  }
  assert.deepEqual(clashes([...shell, ...deskCommands(asked)]), [])
  const keyed = (desk: DeskActions) =>
    deskCommands(desk)
      .filter((command) => command.key?.alt && ["KeyJ", "KeyK"].includes(command.key.code))
      .map((command) => command.id)
      .sort()
  assert.deepEqual(keyed(asked), ["desk.another", "desk.same"])
  assert.deepEqual(keyed({ ...asked, nearMarked: "c2" }), ["desk.another", "desk.join"])
  assert.deepEqual(keyed(idle), ["desk.join", "desk.let_go"])
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
  assert.equal(
    find({ ...idle, case: { id: "case-1", state: "open", help_sent_at: null } }, "desk.send").when?.(),
    true,
  )
})

test("after help was sent F9 is for what came on top, and nothing on top is nothing to send", () => {
  const sent = { ...idle, case: { id: "case-1", state: "open", help_sent_at: "2026-03-14T02:12:33Z" } }
  assert.equal(find(sent, "desk.send").when?.(), "desk.why_nothing_more")
  assert.equal(find({ ...sent, missing: ["aed", "bls"] }, "desk.send").label, "desk.send_more")
})

test("hanging up and reserving take two presses, and nothing else does", () => {
  const twice = deskCommands(idle).filter((command) => command.twice)
  assert.deepEqual(twice.map((command) => command.id).toSorted(), ["desk.hang_up", "desk.reserve"])
})

test("every function of the desk works without a mouse: a key, or the command bar", () => {
  for (const command of deskCommands(idle)) {
    if (command.placed) assert.ok(command.key && command.region, `${command.id} needs a key of its region`)
    else assert.ok(command.label, `${command.id} is found in the command bar by its name`)
  }
})

test("what a desk can ask of the server, a command of the desk sends, or a person's permission keeps it elsewhere", () => {
  const sent = new Set(deskCommands(idle).flatMap((command) => command.sends ?? []))
  const table = readFileSync(new URL("../../protocol/generated.ts", import.meta.url), "utf8")
  const kinds = new Map(
    [...table.matchAll(/"([a-z_]+\.[a-z_]+)": "([a-z_:]+)"/g)].map(([, kind, permission]) => [
      kind ?? "",
      permission ?? "",
    ]),
  )
  assert.ok(kinds.size > 40, "it looked at the table of commands")
  for (const kind of sent) assert.ok(kinds.has(kind), `${kind} is a command of the house`)
  const missing = [...kinds].filter(
    ([kind, permission]) => DESK_MAY.has(permission) && !sent.has(kind) && !ELSEWHERE.has(kind),
  )
  assert.deepEqual(missing, [])
})

test("a press about the next thing on screen is not the same press", () => {
  const about = (desk: DeskActions, id: string) =>
    deskCommands(desk)
      .find((command) => command.id === id)
      ?.about?.()
  const card = (current: string) => ({ ...idle, dictation: { current, marks: [], metronome: "off" } })
  assert.equal(about(card("s1"), "desk.card_said"), about(card("s1"), "desk.card_said"))
  assert.notEqual(about(card("s1"), "desk.card_said"), about(card("s2"), "desk.card_said"))
  const alarmed = (id: string) => ({ ...idle, alarms: [{ id }] })
  assert.notEqual(about(alarmed("w1"), "desk.acknowledge"), about(alarmed("w2"), "desk.acknowledge"))
  assert.equal(about({ ...idle, unread: [{ id: "m1" }] }, "desk.acknowledge"), "m1")
})
