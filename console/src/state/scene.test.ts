import assert from "node:assert/strict"
import { test } from "node:test"
import type { AssignmentRow, CasualtyCount, SceneRow } from "../protocol/generated.ts"
import {
  casualtiesText,
  countCommandOf,
  countTrend,
  invalidCountFields,
  parseCasualties,
  patientsByColour,
  prefilledDrafts,
  reportCommandOf,
  SCENE_LETTERS,
  unitsOnScene,
} from "./scene.ts"

const FORM = { declared: null, how: "estimated", source: "scene", given_by: "", read_back: false } as const

test("a number is read as it is spoken, and nothing else is a number", () => {
  for (const [text, least, most] of [
    ["6", 6, 6],
    [" 6 - 8 ", 6, 8],
    ["6–8", 6, 8],
    ["20+", 20, null],
    ["0", 0, 0],
  ] as const)
    assert.deepEqual(parseCasualties(text), { least, most }, text)
  for (const text of ["", "muchos", "8-6", "-3", "1.5", "6-", "+", "9999999"])
    assert.equal(parseCasualties(text), null, text)
})

test("what is spelled is read back as the same number", () => {
  for (const many of [
    { least: 6, most: 6 },
    { least: 6, most: 8 },
    { least: 20, most: null },
  ])
    assert.deepEqual(parseCasualties(casualtiesText(many)), many)
})

test("what the case knows is proposed only for what nobody has reported yet", () => {
  const scene = { letters: { hazards: {} } } as unknown as SceneRow
  const drafts = prefilledDrafts({ place: "A-99 km 4", hazards: "humo", number: "3+" }, scene)
  assert.deepEqual(drafts.exact_location, { words: "A-99 km 4", known: true })
  assert.deepEqual(drafts.hazards, { words: "", known: false })
  assert.deepEqual(drafts.number, { words: "3+", known: true })
})

test("a report says what stands in the form, in the order in which it is read, and where each word is from", () => {
  const drafts = prefilledDrafts({ place: "A-99 km 4" }, undefined)
  const report = reportCommandOf("c", {
    ...FORM,
    declared: "yes",
    drafts: {
      ...drafts,
      access: { words: "por el norte ", known: false },
      number: { words: "20-30", known: false },
    },
  })
  assert.deepEqual(
    Object.keys(report?.said ?? {}),
    SCENE_LETTERS.filter((each) => ["major", "exact_location", "access", "number"].includes(each)),
  )
  assert.equal(report?.said.exact_location?.source, "case")
  assert.deepEqual(report?.said.access, { source: "scene", words: "por el norte" })
  assert.deepEqual(report?.said.number, {
    source: "scene",
    number: { least: 20, most: 30 },
    how: "estimated",
  })
})

test("casualties without a number stay words; an empty form is no report", () => {
  const drafts = prefilledDrafts({}, undefined)
  const many = reportCommandOf("c", {
    ...FORM,
    drafts: { ...drafts, number: { words: "muchísimos", known: false } },
  })
  assert.deepEqual(many?.said, { number: { source: "scene", words: "muchísimos" } })
  assert.equal(reportCommandOf("c", { ...FORM, drafts }), null)
})

test("a count holds what was typed: an empty colour was not counted, and nought is a number", () => {
  const count = countCommandOf(
    "c",
    { red: "5", green: "0", black: "", moved: "2+" },
    "counted",
    " Jefe B-01 ",
  )
  assert.deepEqual(count?.colours, { red: { least: 5, most: 5 }, green: { least: 0, most: 0 } })
  assert.deepEqual(count?.places, { moved: { least: 2, most: null } })
  assert.equal(count?.given_by, "Jefe B-01")
  assert.equal(countCommandOf("c", { red: " " }, "counted", ""), null)
  assert.deepEqual(invalidCountFields({ red: "5", yellow: "pocos" }), ["yellow"])
})

test("each colour has its own newest count and its own moment", () => {
  const sweep = (at: string, colours: CasualtyCount["colours"]) =>
    ({ at, colours, how: "counted" }) as CasualtyCount
  const sweeps = [
    sweep("2026-11-26T12:00:00Z", { red: { least: 4, most: 6 }, green: { least: 9, most: 9 } }),
    sweep("2026-11-26T12:05:00Z", { red: { least: 7, most: 7 } }),
  ]
  assert.deepEqual(countTrend(sweeps, "red"), {
    now: { least: 7, most: 7 },
    how: "counted",
    at: "2026-11-26T12:05:00Z",
    before: { least: 4, most: 6 },
  })
  assert.equal(countTrend(sweeps, "green")?.at, "2026-11-26T12:00:00Z")
  assert.equal(countTrend(sweeps, "black"), null)
})

test("patients without a colour count for none", () => {
  assert.deepEqual(patientsByColour([{ triage: "red" }, { triage: null }, {}, { triage: "red" }]), {
    red: 2,
    yellow: 0,
    green: 0,
    black: 0,
  })
})

test("only who has arrived is present", () => {
  const work = [
    { case: "c", step: "on_scene", callsign: "A-01" },
    { case: "c", step: "en_route", callsign: "B-01" },
    { case: "other", step: "on_scene", callsign: "P-01" },
  ] as AssignmentRow[]
  assert.deepEqual(unitsOnScene(work, "c"), ["A-01"])
})
