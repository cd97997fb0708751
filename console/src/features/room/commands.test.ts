import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../../commands/registry.ts"
import { answersRow } from "./attention.ts"
import { type RoomActions, roomCommands } from "./commands.ts"

const nothing = () => undefined
const idle: RoomActions = {
  need: undefined,
  answerable: null,
  caseInTurn: null,
  shutInTurn: false,
  barred: null,
  grants: [],
  showGrants: nothing,
  partners: nothing,
  surge: null,
  plan: undefined,
  handover: { offered: undefined, open: false },
  spoken: undefined,
  listened: undefined,
  line: { state: "up", muted: false },
  listen: nothing,
  stopListening: nothing,
  mute: nothing,
  act: nothing,
  acknowledge: nothing,
  enter: nothing,
  takeCase: nothing,
  endSurge: nothing,
  ask: nothing,
  mural: nothing,
  closeRoad: nothing,
  cover: nothing,
  hospitals: nothing,
  radio: nothing,
  share: nothing,
}
const find = (room: RoomActions, id: string) => roomCommands(room).find((command) => command.id === id)

test("in the room every key means one thing", () => {
  assert.deepEqual(keyConflicts(roomCommands(idle)), [])
})

test("surge is reached by the command bar only", () => {
  assert.equal(find(idle, "shell.surge")?.key, undefined)
  assert.notEqual(find(idle, "shell.surge")?.placed, true)
  assert.equal(find(idle, "room.surge_end")?.when?.(), "room.why_no_surge")
})

test("the button at the foot says what Enter would do", () => {
  const room: RoomActions = {
    ...idle,
    need: { id: "n", act: "call_back", case: null, task: null, unit: null, watch: null },
  }
  assert.equal(find(room, "room.act")?.label, "room.act.call_back")
  assert.equal(find(idle, "room.act")?.when?.(), "room.why_nothing")
})

test("a key that answers another alarm than the row in turn says so", () => {
  const need = { id: "n", act: "acknowledge", case: null, task: null, unit: null, watch: "w" } as const
  const label = (row: RoomActions["need"], watch: string) =>
    find({ ...idle, need: row, answerable: { watch } }, "room.acknowledge")?.label
  assert.equal(label(need, "w"), "room.acknowledge")
  assert.equal(label(need, "other"), "room.acknowledge_alarm")
  assert.equal(label({ ...need, act: "call_back" }, "other"), "room.acknowledge")
  assert.equal(answersRow(need, { watch: "w" }), true)
  assert.equal(answersRow({ ...need, watch: null }, {}), false)
  assert.equal(answersRow({ ...need, act: "hear_emergency", unit: "u" }, { unit: "u" }), true)
})

test("an alarm can be answered only while there is one", () => {
  assert.equal(find(idle, "room.acknowledge")?.when?.(), "room.why_no_alarm")
  assert.equal(find({ ...idle, answerable: { watch: "w" } }, "room.acknowledge")?.when?.(), true)
})

test("what is not for the person here to do on a row says so, and a hidden case is not entered", () => {
  const need = { id: "n", act: "take_case", case: "c", task: null, unit: null, watch: null } as const
  const barred = find({ ...idle, need, barred: "room.why_not_yours" }, "room.act")
  assert.equal(barred?.when?.(), "room.why_not_yours")
  const shut = { ...idle, caseInTurn: "c", shutInTurn: true }
  assert.equal(find(shut, "room.enter")?.when?.(), "kit.why_hidden")
  assert.equal(find(shut, "room.take_case")?.when?.(), "kit.why_hidden")
})

test("roles are confirmed when some wait", () => {
  assert.equal(find(idle, "room.grants")?.when?.(), "grants.none")
  assert.equal(find({ ...idle, grants: [{}] }, "room.grants")?.when?.(), true)
})
