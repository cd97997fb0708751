import assert from "node:assert/strict"
import { test } from "node:test"
import { draftErrors, emptyDraft, saveCommand, termsOf } from "./note-draft.ts"

const point = { lat: 41.6, lon: 0.6 }

test("a note of violence is offered no longer than a year, any other up to five", () => {
  assert.equal(Math.max(...termsOf("violence")), 365)
  assert.equal(Math.max(...termsOf("oxygen")), 1825)
})

test("a term that the kind does not allow becomes a year", () => {
  const draft = { ...emptyDraft(), kind: "violence" as const, days: 1825, text: "x", address: "y", point }
  const command = saveCommand(draft, "n", Date.parse("2026-12-02T00:00:00Z"))
  assert.equal(command.kind === "premise_notes.enter" && command.expires_at, "2027-12-02T00:00:00.000Z")
})

test("a note that is there is changed, and its end is not", () => {
  const command = saveCommand(
    { ...emptyDraft(), of: { id: "n", version: "v" }, text: "x", address: "y", point },
    "other",
    0,
  )
  assert.equal(command.kind, "premise_notes.change")
  assert.equal(command.note, "n")
  assert.equal(command.kind === "premise_notes.change" && command.read_version, "v")
  assert.ok(!("expires_at" in command))
})

test("without words or a place that was chosen it says which field is missing", () => {
  assert.deepEqual(draftErrors(emptyDraft()), {
    text: "premise.text_missing",
    address: "premise.address_missing",
  })
  assert.deepEqual(draftErrors({ text: "x", point }), {})
})
