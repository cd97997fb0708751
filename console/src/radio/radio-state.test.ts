import assert from "node:assert/strict"
import { test } from "node:test"
import type { LinkRow, NetRow, RadioEntryRow, RadioPlan, TerminalRow } from "../protocol/generated.ts"
import {
  assignableGroups,
  entryDuration_s,
  freeCommandGroups,
  isRadioLost,
  lostLinks,
  sortEntries,
  talkGroupsOf,
} from "./radio-state.ts"

const given = (name: string) => ({ gssi: `001-1-${name}`, name, why: "agency", by: "", at: "" }) as const
const net = (id: string, command: string | null) =>
  ({
    id,
    case: id,
    mode: "real",
    tasks: { t1: given("SAN-1") },
    command: command && given(command),
  }) as unknown as NetRow
const plan = {
  version: "1",
  draft: false,
  codes: {},
  groups: [
    { gssi: "1", name: "BOM-1", use: "working", agency: "bom" },
    { gssi: "2", name: "SAN-1", use: "working", agency: "san" },
    { gssi: "3", name: "SAN-2", use: "working", agency: "san" },
    { gssi: "001-1-MANDO-1", name: "MANDO-1", use: "command", agency: null },
    { gssi: "001-1-MANDO-2", name: "MANDO-2", use: "command", agency: null },
  ],
} as unknown as RadioPlan

test("a task speaks on its group, and its command on another", () => {
  assert.deepEqual(talkGroupsOf(net("c", "MANDO-1"), "t1"), { own: "SAN-1", command: "MANDO-1" })
  assert.deepEqual(talkGroupsOf(net("c", null), "t2"), { own: "", command: "" })
  assert.deepEqual(talkGroupsOf(undefined, undefined), { own: "", command: "" })
})

test("a gateway of another mode is not our trouble", () => {
  const links = [
    { id: "b", mode: "real", up: false, since: "2" },
    { id: "a", mode: "real", up: false, since: "1" },
    { id: "c", mode: "exercise", up: false, since: "0" },
    { id: "d", mode: "real", up: true, since: "0" },
  ] as unknown as LinkRow[]
  assert.deepEqual(
    lostLinks(links, "real").map((link) => link.id),
    ["a", "b"],
  )
})

test("a unit is deaf only when every radio of it is lost", () => {
  const lost = (id: string) => ({ id, unit: "u", reachable: false }) as TerminalRow
  const unit = { id: "u", radios: ["1", "2"] }
  assert.equal(isRadioLost(unit, [lost("1")]), false)
  assert.equal(isRadioLost(unit, [lost("1"), lost("2")]), true)
  assert.equal(isRadioLost({ id: "u", radios: [] }, []), false)
})

test("a cry for help stands first, and what is on its way asks for nobody", () => {
  const entry = (id: string, kind: string, at: string, sent: string | null = null) =>
    ({ id, kind, at, sent }) as unknown as RadioEntryRow
  const entries = [entry("a", "status", "1"), entry("b", "alarm", "3"), entry("c", "text", "0", "waiting")]
  assert.deepEqual(
    sortEntries(entries).map((each) => each.id),
    ["b", "a"],
  )
})

test("an agency's own groups are the first to choose, without the one it has", () => {
  assert.deepEqual(
    assignableGroups(plan, "san", "SAN-1").map((group) => group.name),
    ["SAN-2", "BOM-1"],
  )
  assert.deepEqual(
    freeCommandGroups(plan, [net("c", "MANDO-1")]).map((group) => group.name),
    ["MANDO-2"],
  )
  assert.deepEqual(assignableGroups(null, "san", ""), [])
})

test("a call that is spoken has not lasted yet", () => {
  assert.equal(entryDuration_s({ at: "2026-11-27T02:00:00Z", until: null }), null)
  assert.equal(entryDuration_s({ at: "2026-11-27T02:00:00Z", until: "2026-11-27T02:00:07Z" }), 7)
})
