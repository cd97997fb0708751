import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../../commands/registry.ts"
import { type CrewActions, crewCommands } from "./commands.ts"

const nothing = () => undefined
const crew: CrewActions = {
  joined: true,
  next: "en_route",
  undoable: false,
  orders: [],
  case: undefined,
  words: { news: 0, acknowledge: nothing },
  standBy: null,
  leaveStandBy: nothing,
  advance: nothing,
  undo: nothing,
  acknowledge: nothing,
  open: nothing,
}
const find = (of: CrewActions, id: string) => crewCommands(of).find((command) => command.id === id)

test("in a vehicle every key means one thing", () => {
  assert.deepEqual(keyConflicts(crewCommands(crew)), [])
})

test("who has not signed on can press nothing", () => {
  assert.deepEqual(crewCommands({ ...crew, joined: false }), [])
})

test("the large button is named by the next step, and says so when there is none", () => {
  assert.equal(find(crew, "unit.next")?.label, "unit.press.en_route")
  assert.equal(find({ ...crew, next: null }, "unit.next")?.when?.(), "unit.next_none")
})

test("only a press that has not gone can be taken back, and only an order that stands be acknowledged", () => {
  assert.equal(find(crew, "unit.undo")?.when?.(), "unit.why_no_undo")
  assert.equal(find({ ...crew, undoable: true }, "unit.undo")?.when?.(), true)
  assert.equal(find(crew, "unit.acknowledge")?.when?.(), "unit.why_no_order")
})

test("no command waits for the server: without network the next press must follow", () => {
  for (const command of crewCommands({ ...crew, undoable: true, orders: [1], case: {} }))
    assert.equal(command.run(), undefined, command.id)
})

test("Alt+V answers an order first, then what callers wrote, and stands once in the help", () => {
  const words = { news: 2, acknowledge: nothing }
  const keyed = (of: CrewActions) =>
    crewCommands(of)
      .filter(({ key }) => key?.code === "KeyV")
      .map(({ id }) => id)
  assert.deepEqual(keyed(crew), ["unit.acknowledge"])
  assert.deepEqual(keyed({ ...crew, words }), ["unit.words_known"])
  assert.deepEqual(keyed({ ...crew, words, orders: [1] }), ["unit.acknowledge"])
})
