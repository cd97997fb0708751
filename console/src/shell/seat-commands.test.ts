import assert from "node:assert/strict"
import { test } from "node:test"
import { commandForKey, keyConflicts } from "../commands/registry.ts"
import type { SeatRequest } from "../state/seats.ts"
import { seatCommands } from "./seat-commands.ts"

const ask = (desk: string, person: string): SeatRequest => ({
  desk,
  person,
  name: person,
  there: "Lucía",
  at: "2026-11-27T03:00:00Z",
  own: true,
})
const done: string[] = []
const answer = Promise.resolve({ ok: true as const, handled: { command: "", versions: {}, facts: {} } })
const seats = {
  give: (of: SeatRequest) => {
    done.push(`give ${of.person}`)
    return answer
  },
  keep: (of: SeatRequest) => {
    done.push(`keep ${of.person}`)
    return answer
  },
  deskName: (desk: string) => desk,
}
const ctrl = (code: string) => ({
  code,
  altKey: false,
  ctrlKey: true,
  metaKey: false,
  shiftKey: false,
  getModifierState: () => false,
})

test("the keys are about the first who asks, also while somebody types, and giving is pressed twice", () => {
  const commands = seatCommands([ask("desk-01", "pau"), ask("desk-02", "nil")], seats)
  assert.deepEqual(keyConflicts(commands), [])
  const where = { typing: true, region: 4, layer: false }
  const give = commandForKey(commands, ctrl("KeyG"), where)
  const keep = commandForKey(commands, ctrl("KeyH"), where)
  assert.equal(give?.twice, true)
  assert.notEqual(keep?.twice, true)
  void give?.run()
  void keep?.run()
  assert.deepEqual(done, ["give pau", "keep pau"])
})

test("every request has its own two commands, so that each can be pressed and found in the command bar", () => {
  const commands = seatCommands([ask("desk-01", "pau"), ask("desk-02", "nil")], seats)
  assert.equal(new Set(commands.map((each) => each.id)).size, 4)
  assert.deepEqual(seatCommands([], seats), [])
})
