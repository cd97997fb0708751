import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../../commands/registry.ts"
import { type ArchiveActions, archiveCommands, type CaseActions, caseCommands } from "./commands.ts"

const nothing = () => undefined
const archive: ArchiveActions = {
  next: null,
  focusSearch: nothing,
  clear: nothing,
  more: async () => undefined,
}
const file: CaseActions = {
  from: null,
  reading: null,
  ready: true,
  seal: nothing,
  export: nothing,
  report: nothing,
  openMail: nothing,
  interviews: nothing,
  prove: nothing,
  openAddendum: nothing,
  openReopen: nothing,
  step: nothing,
  back: nothing,
}
const when = (of: CaseActions, id: string) =>
  caseCommands(of)
    .find((command) => command.id === id)
    ?.when?.()

test("in the archive and in a case file every key means one thing", () => {
  assert.deepEqual(keyConflicts(archiveCommands(archive)), [])
  assert.deepEqual(keyConflicts(caseCommands(file)), [])
})

test("what is not there yet is neither sealed nor taken away", () => {
  for (const id of ["case.seal", "case.export", "case.report", "case.mail", "case.interviews"])
    assert.equal(when(file, id), "archive.why_loading")
})

test("an open case is not sealed, nor a closed one with something still going on, nor a sealed one twice", () => {
  const open = { ...file, reading: { state: "open", sealed_at: null, replies: [] } }
  const closed = { ...file, reading: { state: "closed", sealed_at: null, replies: [] } }
  const sealed = { ...file, reading: { state: "sealed", sealed_at: "2026-11-24T04:02:19Z", replies: [] } }
  assert.equal(when(open, "case.seal"), "archive.why_open")
  assert.equal(when({ ...closed, ready: false }, "case.seal"), "archive.why_work_open")
  assert.equal(when(closed, "case.seal"), true)
  assert.equal(when(sealed, "case.seal"), "archive.why_sealed")
})

test("an addendum stands behind a seal and nowhere else", () => {
  assert.equal(
    when({ ...file, reading: { state: "closed", sealed_at: null, replies: [] } }, "case.add"),
    "archive.why_not_sealed",
  )
  assert.equal(
    when({ ...file, reading: { state: "sealed", sealed_at: "2026-11-24", replies: [] } }, "case.add"),
    true,
  )
})

test("interviews are taken away where somebody was asked something", () => {
  const nobody = { ...file, reading: { state: "open", sealed_at: null, replies: [] } }
  const somebody = { ...file, reading: { state: "open", sealed_at: null, replies: [{}] } }
  assert.equal(when(nobody, "case.interviews"), "archive.why_no_interview")
  assert.equal(when(somebody, "case.interviews"), true)
})

test("a case file has a way back by a key for everybody who opens it, and says where to", () => {
  const back = (from: string | null) =>
    caseCommands({ ...file, from }).find((command) => command.id === "case.back")
  assert.deepEqual([back(null)?.label, back("Sala")?.label], ["archive.back", "archive.back_to"])
  assert.deepEqual([back("Sala")?.permission, back("Sala")?.facts?.()], [undefined, { page: "Sala" }])
})
