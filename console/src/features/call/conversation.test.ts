import assert from "node:assert/strict"
import { test } from "node:test"
import type { StoryRow } from "../../protocol/generated.ts"
import { conversationLines, helpOf, openQuestion, type PendingLine, withEarlier } from "./conversation.ts"

function fact(id: string, second: number, kind: string, words: string, half = ""): StoryRow {
  const at = `2026-03-14T02:13:${String(second).padStart(2, "0")}.000000Z`
  const where = { by: "x", desk: null, stream: "call:1", cause: id }
  return { id, kind, at, recorded_at: at, ...where, body: { words, line: half } }
}
const SAID = "calls.call.caller_said"
const WROTE = "calls.call.desk_wrote"
const line = (id: string, version: number | null, refused = false): PendingLine => ({
  id,
  words: id,
  version,
  refused,
})

test("lines stand in the order in which the centre has them, whoever wrote them", () => {
  const read = conversationLines(
    [fact("b", 9, WROTE, "¿Dónde?"), fact("a", 2, SAID, "Ayuda"), fact("c", 3, "calls.call.queued", "")],
    [],
    {
      version: 3,
      up: true,
    },
  )
  assert.deepEqual(
    read.map(({ words, mine }) => [words, mine]),
    [
      ["Ayuda", true],
      ["¿Dónde?", false],
    ],
  )
})

test("a line of ours is never lost from sight between the answer and the board", () => {
  const before = conversationLines([], [line("hola", 7)], { version: 6, up: true })
  assert.deepEqual(
    before.map(({ words, state }) => [words, state]),
    [["hola", "sent"]],
  )
  const after = conversationLines([fact("a", 1, SAID, "hola")], [line("hola", 7)], { version: 7, up: true })
  assert.equal(after.length, 1)
})

test("a line whose fact is in the story is not shown beside it, whatever the version of the call says yet", () => {
  for (const version of [null, 7]) {
    const read = conversationLines([fact("hola", 1, SAID, "hola")], [line("hola", version)], {
      version: 6,
      up: true,
    })
    assert.equal(read.length, 1)
  }
})

test("a line says whether it is on its way, kept or refused", () => {
  const state = (mine: PendingLine, up: boolean) =>
    conversationLines([], [mine], { version: 0, up })[0]?.state
  assert.equal(state(line("x", null), true), "sending")
  assert.equal(state(line("x", null), false), "kept")
  assert.equal(state(line("x", null, true), true), "refused")
})

test("taps answer what the desk said last, and nothing once it is answered", () => {
  const asked = conversationLines([fact("a", 1, WROTE, "¿Respira?")], [], { version: 1, up: true })
  assert.equal(openQuestion(asked)?.words, "¿Respira?")
  const answered = conversationLines([fact("a", 1, WROTE, "¿Respira?")], [line("Sí", null)], {
    version: 1,
    up: true,
  })
  assert.equal(openQuestion(answered), null)
  assert.equal(openQuestion([]), null)
})

test("half a line is shown as such, and asks nothing that could be answered by a tap", () => {
  const read = conversationLines([fact("a", 1, "calls.call.desk_typed", "¿Resp", "L")], [], {
    version: 1,
    up: true,
  })
  assert.deepEqual(
    read.map(({ words, state, mine }) => [words, state, mine]),
    [["¿Resp", "half", false]],
  )
  assert.equal(openQuestion(read), null)
})

test("half of a line that stands in the field, or is on its way, is not shown beside it", () => {
  const half = fact("a", 1, "calls.call.caller_typed", "hay hu", "L")
  assert.deepEqual(conversationLines([half], [], { version: 1, up: true, typing: ["L"] }), [])
  const coming = conversationLines([half], [{ ...line("hay humo", null), id: "L" }], { version: 1, up: true })
  assert.deepEqual(
    coming.map(({ words }) => words),
    ["hay humo"],
  )
})

test("help is told from the incident that has come furthest, and nothing is told of none", () => {
  assert.equal(helpOf([]), "none")
  assert.equal(helpOf([{ help: "over" }, { help: "sending" }]), "sending")
  assert.equal(helpOf([{ help: "sending" }, { help: "on_its_way" }]), "on_its_way")
  assert.equal(helpOf([{ help: "over" }]), "over")
})

test("what was asked, tapped and told goes up among what was written, and what is under way stays last", () => {
  const line = (id: string, at: string | null) =>
    ({ id, mine: true, words: id, at, state: at === null ? "sending" : "sent" }) as const
  const sent = { run: "r", language: "ca", shownAt: null }
  const said = withEarlier(
    [line("first", "2026-11-29T12:00:01Z"), line("coming", null)],
    [
      {
        ...sent,
        kind: "question",
        item: "q",
        question: "q",
        words: "Respira?",
        sentAt: "2026-11-29T12:00:02Z",
        choices: [],
        answer: { code: "N", label: "No", at: "2026-11-29T12:00:09Z" },
      },
      {
        ...sent,
        kind: "step",
        item: "s",
        card: "rcp",
        step: "suelo",
        words: "A terra",
        sentAt: "2026-11-29T12:00:12.5Z",
        rest: [],
        bpm: null,
        marks: [],
      },
    ],
  )
  assert.deepEqual(
    said.map(({ words, mine, language }) => [words, mine, language]),
    [
      ["first", true, undefined],
      ["Respira?", false, "ca"],
      ["No", true, "ca"],
      ["A terra", false, "ca"],
      ["coming", true, undefined],
    ],
  )
})
