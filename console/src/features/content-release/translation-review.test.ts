import assert from "node:assert/strict"
import { test } from "node:test"
import type { TranslationRow } from "../../protocol/generated.ts"
import { checkReading, type ReadingActions, translationCommands } from "./translation-commands.ts"
import { findRows, firstLanguage, groupOfRow, nextUnread, partOfSentence } from "./translation-review.ts"

const row = (
  id: string,
  state: TranslationRow["state"],
  more: Partial<TranslationRow> = {},
): TranslationRow => ({
  kind: "card",
  id,
  title: { es: `Título de ${id}` },
  life: false,
  state,
  ...more,
})
const ROWS = [
  row("rcp", "read", { life: true }),
  row("asfixia", "unread", { life: true, title: { es: "Se atraganta", fr: "Étouffement" } }),
  row("pcr", "to_mend", { kind: "protocol" }),
  row("gas", "changed", { kind: "protocol" }),
]

test("the next document is the next one that nobody has read as it stands, from the beginning again", () => {
  assert.equal(nextUnread(ROWS, null)?.id, "asfixia")
  assert.equal(nextUnread(ROWS, "asfixia")?.id, "gas")
  assert.equal(nextUnread(ROWS, "gas")?.id, "asfixia")
  // The last one that is unread has no next; what must be mended waits for its author.
  assert.equal(nextUnread(ROWS.slice(0, 3), "asfixia"), undefined)
})

test("documents are found by id and title in any language, without accents", () => {
  assert.deepEqual(
    findRows(ROWS, "etouf").map((each) => each.id),
    ["asfixia"],
  )
  assert.deepEqual(
    findRows(ROWS, "título PCR").map((each) => each.id),
    ["pcr"],
  )
  assert.equal(findRows(ROWS, "").length, ROWS.length)
})

test("a row stands among life cards, protocols or other cards", () => {
  assert.deepEqual(ROWS.map(groupOfRow), ["life", "life", "protocol", "protocol"])
  assert.equal(groupOfRow(row("casa", "unread")), "card")
})

test("a sentence says of which part it is", () => {
  assert.deepEqual(partOfSentence("questions/respira/ask"), { label: "reads.part.questions", id: "respira" })
  assert.deepEqual(partOfSentence("title"), { label: "reads.part.title", id: "" })
  assert.deepEqual(partOfSentence("note"), { label: "reads.part.other", id: "" })
})

test("a reader begins with a language that they speak and that is not the original", () => {
  assert.equal(firstLanguage(["es", "fr"], "ca"), "fr")
  assert.equal(firstLanguage(["es"], "en"), "en")
  assert.equal(firstLanguage([], "es"), "ca")
})

const reading: ReadingActions = {
  state: "unread",
  own: false,
  sentence: true,
  next: true,
  undoable: false,
  read: async () => ({ ok: true, handled: { command: "", versions: {}, facts: {} } }),
  wrong: () => undefined,
  goOn: async () => undefined,
  undo: async () => ({ ok: true, handled: { command: "", versions: {}, facts: {} } }),
}

test("nobody says read of a document that is not open, is theirs, is read already or must be mended", () => {
  assert.equal(checkReading(null), "reads.why_closed")
  assert.equal(checkReading({ ...reading, state: null }), "reads.why_none_open")
  assert.equal(checkReading({ ...reading, own: true }), "reads.own")
  assert.equal(checkReading({ ...reading, state: "read" }), "reads.why_read")
  assert.equal(checkReading({ ...reading, state: "to_mend" }), "reads.why_to_mend")
  assert.equal(checkReading({ ...reading, state: "changed" }), true)
})

test("the keys of reading act among the sentences alone", () => {
  const made = translationCommands(reading)
  assert.deepEqual(
    made.map((command) => [command.key?.code, command.part]),
    [
      ["KeyL", "sentences"],
      ["KeyM", "sentences"],
      ["KeyA", "sentences"],
      ["KeyD", "sentences"],
    ],
  )
  assert.equal(made[3]?.when?.(), "reads.why_no_undo")
  for (const command of translationCommands(null)) assert.equal(command.when?.(), "reads.why_closed")
})
