import assert from "node:assert/strict"
import { test } from "node:test"
import { clashes } from "../../commands/registry.ts"
import { type ArchiveActions, archiveCommands, type CaseActions, caseCommands } from "./commands.ts"

const nothing = () => undefined
const archive: ArchiveActions = {
  next: null,
  focusSearch: nothing,
  clear: nothing,
  more: async () => undefined,
}
const file: CaseActions = {
  reading: null,
  ready: true,
  seal: nothing,
  export: nothing,
  report: nothing,
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
  assert.deepEqual(clashes(archiveCommands(archive)), [])
  assert.deepEqual(clashes(caseCommands(file)), [])
})

test("what is not there yet is neither sealed nor taken away", () => {
  for (const id of ["case.seal", "case.export", "case.report"])
    assert.equal(when(file, id), "archive.why_loading")
})

test("an open case is not sealed, nor a closed one with something still going on, nor a sealed one twice", () => {
  const open = { ...file, reading: { state: "open", sealed_at: null } }
  const closed = { ...file, reading: { state: "closed", sealed_at: null } }
  const sealed = { ...file, reading: { state: "sealed", sealed_at: "2026-11-24T04:02:19Z" } }
  assert.equal(when(open, "case.seal"), "archive.why_open")
  assert.equal(when({ ...closed, ready: false }, "case.seal"), "archive.why_work_open")
  assert.equal(when(closed, "case.seal"), true)
  assert.equal(when(sealed, "case.seal"), "archive.why_sealed")
})

test("an addendum stands behind a seal and nowhere else", () => {
  assert.equal(
    when({ ...file, reading: { state: "closed", sealed_at: null } }, "case.add"),
    "archive.why_not_sealed",
  )
  assert.equal(when({ ...file, reading: { state: "sealed", sealed_at: "2026-11-24" } }, "case.add"), true)
})
