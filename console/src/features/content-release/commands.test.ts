import assert from "node:assert/strict"
import { test } from "node:test"
import { keyConflicts } from "../../commands/registry.ts"
import type { Release } from "../../protocol/generated.ts"
import { type ContentActions, contentCommands } from "./commands.ts"
import { specifiedProtocol } from "./impact.ts"

const RELEASE = {
  id: "r",
  author: "ana",
  state: "proposed",
  content: "b",
  base: "a",
  signatures: [],
  changed: [],
} as unknown as Release
const idle: ContentActions = {
  me: "ben",
  known: true,
  release: null,
  last: null,
  draft: null,
  trying: false,
  document: null,
  forming: false,
  formingRadio: false,
  reading: null,
  readTranslations: () => undefined,
  tryPlan: () => undefined,
  formPlan: () => undefined,
  formRadio: () => undefined,
  write: () => undefined,
  discard: () => undefined,
  draftSpecification: async () => undefined,
  check: async () => undefined,
  propose: async () => undefined,
  sign: async () => ({ ok: true, handled: { command: "", versions: {}, facts: {} } }),
  chosen: null,
  listed: true,
  showUnsigned: () => undefined,
  covering: false,
  showCoverage: () => undefined,
  confirm: async () => ({ ok: true, handled: { command: "", versions: {}, facts: {} } }),
  ask: () => undefined,
}
const why = (actions: ContentActions, id: string) =>
  contentCommands(actions)
    .find((command) => command.id === id)
    ?.when?.()

test("on the page of content every key means one thing", () => {
  assert.deepEqual(keyConflicts(contentCommands(idle)), [])
})

test("nothing is proposed that was not checked, and nothing checked that was not changed", () => {
  assert.equal(why(idle, "content.check"), "publish.why_no_draft")
  assert.equal(
    why({ ...idle, draft: { changes: [], missing: null, specification: null } }, "content.check"),
    "publish.why_unchanged",
  )
  const draft = { changes: ["a"], missing: "publish.why_unchecked" as const, specification: null }
  assert.equal(why({ ...idle, draft }, "content.propose"), "publish.why_unchecked")
  assert.equal(why({ ...idle, draft: { ...draft, missing: null } }, "content.propose"), true)
})

test("a specification is drafted of the protocol that is open, and one that this draft has is not written over by a slip", () => {
  const command = (specification: { protocol: string; written: boolean } | null) =>
    contentCommands({ ...idle, draft: { changes: [], missing: null, specification } }).find(
      (one) => one.id === "content.draft_specification",
    )
  assert.equal(command(null)?.when?.(), "publish.why_no_specification")
  assert.equal(command({ protocol: "san-pcr", written: false })?.when?.(), true)
  assert.equal(command({ protocol: "san-pcr", written: false })?.twice, false)
  assert.equal(command({ protocol: "san-pcr", written: true })?.twice, true)
  assert.deepEqual(
    [
      "protocols/san-pcr.yaml",
      "data/protocol_specifications/san-pcr.yaml",
      "cards/rcp-adulto.yaml",
      null,
    ].map(specifiedProtocol),
    ["san-pcr", "san-pcr", null, null],
  )
})

test("the author withdraws and does not sign, an approver signs and does not withdraw", () => {
  const author = { ...idle, me: "ana", release: RELEASE }
  assert.equal(why(author, "content.sign_operations"), "publish.why_own")
  assert.equal(why(author, "content.withdraw"), true)
  const approver = { ...idle, release: RELEASE }
  assert.equal(why(approver, "content.sign_operations"), true)
  assert.equal(why(approver, "content.withdraw"), "publish.why_not_yours")
})

test("only the newest that stands is taken back", () => {
  const release = { ...RELEASE, state: "approved" } as Release
  assert.equal(why({ ...idle, release, last: "other" }, "content.take_back"), "publish.why_not_last")
  assert.equal(why({ ...idle, release, last: "r" }, "content.take_back"), true)
  assert.equal(why({ ...idle, release: RELEASE, last: "r" }, "content.take_back"), "publish.why_not_approved")
})

test("who began to confirm what is in force has written nothing of it, and signs once all the same", () => {
  const signatures = [{ office: "operations", person: "ana" }]
  const confirmed = { ...RELEASE, content: "a", base: "a", signatures } as unknown as Release
  const at = (me: string) => why({ ...idle, me, release: confirmed }, "content.sign_medical_director")
  assert.equal(at("ana"), "publish.why_once")
  assert.equal(at("ben"), true)
  assert.equal(why({ ...idle, chosen: 0 }, "content.confirm_operations"), "confirm.why_none")
  assert.equal(why({ ...idle, chosen: 163 }, "content.confirm_operations"), true)
  assert.equal(
    why({ ...idle, chosen: 163, listed: false }, "content.confirm_operations"),
    "confirm.why_taking",
  )
})
