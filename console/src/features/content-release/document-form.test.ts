import assert from "node:assert/strict"
import { test } from "node:test"
import type { FieldFault } from "../../protocol/generated.ts"
import {
  addPart,
  answersOf,
  codesOf,
  conditionRows,
  copyPart,
  type FormDocument,
  faultsBeside,
  fieldAtLine,
  findParts,
  firstError,
  type JsonObject,
  movePart,
  otherFields,
  type Part,
  partOf,
  partsOf,
  removePart,
  toggledAnswer,
  valueAt,
  withRow,
  withValue,
  withWarnings,
  withWords,
  wordGaps,
  wordsState,
} from "./document-form.ts"

const PATH = "protocols/x.yaml"
const PROTOCOL: FormDocument = {
  id: "x",
  title: { es: "Título", en: "Title" },
  incident_types: ["SAN-01"],
  limits: { max_questions: 4, odd: 1 },
  callback_policy: { attempts: 3 },
  questions: [
    { id: "respira", ask: { es: "¿Respira?", en: "Breathing?" }, answers_ref: "ynu", later: 1 },
    { id: "consciente", ask: { es: "¿Está despierto?", en: "Awake?" }, answers_ref: "ynu" },
  ],
  rules: [
    {
      id: "R-1",
      say: ["card"],
      when: { respira: ["N", "U"] },
      label: { es: "No respira", en: "Not breathing" },
    },
    { id: "R-9", else: true, label: { es: "Otro", en: "Other" } },
  ],
  additions: [],
}
const parts = (document = PROTOCOL) => partsOf(document, PATH, "es")
const part = (at: string): Part => parts().find((each) => each.at === at) ?? assert.fail(at)
const fault = (field: string, severity: "error" | "warning" = "error"): FieldFault => ({
  field,
  fault: { rule: "S01", code: "schema_empty", file: PATH, line: 1, document: "x", severity, facts: {} },
})

test("a document is its head and its entries in order, found by any of its words", () => {
  assert.deepEqual(
    parts().map((each) => each.at),
    ["", "questions/0", "questions/1", "rules/0", "rules/1"],
  )
  assert.equal(part("rules/0").words, "No respira")
  assert.deepEqual(
    findParts(PROTOCOL, parts(), "despierto").map((each) => each.at),
    ["questions/1"],
  )
  assert.deepEqual(
    findParts(PROTOCOL, parts(), "BREATHING respira").map((each) => each.at),
    ["questions/0", "rules/0"],
  )
  assert.equal(findParts(PROTOCOL, parts(), " ").length, 5)
})

test("one field is changed and nothing beside it", () => {
  const changed = withValue(PROTOCOL, "questions/0/critical", true)
  assert.equal(valueAt(changed, "questions/0/critical"), true)
  assert.deepEqual(withValue(changed, "questions/0/critical", undefined), PROTOCOL)
  assert.equal(changed.rules, PROTOCOL.rules)
  const handed = withValue(PROTOCOL, "rules/0/transfer/to", "HEALTH")
  assert.deepEqual(valueAt(handed, "rules/0/transfer"), { to: "HEALTH" })
  assert.deepEqual(withValue(handed, "rules/0/transfer/to", undefined), PROTOCOL)
})

test("a language comes and goes; Spanish and English stay to be filled in", () => {
  const at = "questions/0/ask"
  const catalan = withWords(PROTOCOL, at, "ca", "Respira?", true)
  assert.equal(valueAt(catalan, `${at}/ca`), "Respira?")
  assert.deepEqual(withWords(catalan, at, "ca", "", true), PROTOCOL)
  assert.equal(valueAt(withWords(PROTOCOL, at, "es", "", true), `${at}/es`), "")
  const help = withWords(PROTOCOL, "questions/0/help", "es", "Mire el pecho", false)
  assert.deepEqual(withWords(help, "questions/0/help", "es", "", false), PROTOCOL)
  const never = withWarnings({ never: { es: ["a"] } }, "never", "fr", "b\nc")
  assert.deepEqual(never, { never: { es: ["a"], fr: ["b", "c"] } })
  assert.deepEqual(withWarnings(never, "never", "fr", ""), { never: { es: ["a"] } })
})

test("what a text lacks is known by language: own words, words from elsewhere, none", () => {
  const elsewhere = { "questions/0/ask": { words: { ca: "Respira?" }, reviewed: false } }
  const text = valueAt(PROTOCOL, "questions/0/ask")
  const states = ["es", "ca", "fr", "de"].map((language) =>
    wordsState(text, language, elsewhere["questions/0/ask"], ["es", "fr"]),
  )
  assert.deepEqual(states, ["own", "elsewhere", "missing", "none"])
  assert.deepEqual(wordGaps(PROTOCOL, part("questions/0"), elsewhere), { missing: 1, unreviewed: 1 })
  assert.deepEqual(wordGaps(PROTOCOL, part("questions/1"), {}), { missing: 2, unreviewed: 0 })
})

test("an entry is added, copied, moved and taken off, each with a name of its own", () => {
  const added = addPart(PROTOCOL, PATH, "questions/0")
  assert.equal(added.at, "questions/1")
  assert.equal(valueAt(added.document, "questions/1/id"), "nueva")
  const rule = addPart(PROTOCOL, PATH, "rules/1")
  assert.equal(rule.at, "rules/1", "the rule that holds when no other does stays last")
  assert.equal(valueAt(rule.document, "rules/2/else"), true)
  assert.equal(valueAt(rule.document, "rules/1/id"), "R-1-2")
  assert.equal(addPart(PROTOCOL, PATH, "", "additions").at, "additions/0")
  assert.equal(addPart({ steps: [] }, "cards/x.yaml", "").at, "steps/0")

  const copied = copyPart(PROTOCOL, "questions/0")
  assert.equal(valueAt(copied?.document, "questions/1/id"), "respira_2")
  assert.equal(valueAt(copied?.document, "questions/1/later"), 1)
  assert.equal(copyPart(PROTOCOL, ""), null)
  const moved = movePart(PROTOCOL, "questions/0", 1)
  assert.equal(moved?.at, "questions/1")
  assert.equal(valueAt(moved?.document, "questions/0/id"), "consciente")
  assert.equal(movePart(PROTOCOL, "questions/0", -1), null)
  assert.equal(removePart(PROTOCOL, "questions/1")?.at, "questions/0")
  assert.equal(removePart({ questions: [{}] }, "questions/0")?.at, "")
})

test("a condition is read row by row and keeps how it was written", () => {
  const condition: JsonObject = { any: [{ a: "Y" }, { b: ["N", "U"] }], c: "Y" }
  assert.deepEqual(conditionRows(condition), [
    { key: "any", answers: null, of: [{ a: "Y" }, { b: ["N", "U"] }] },
    { key: "c", answers: ["Y"], of: [] },
  ])
  assert.deepEqual(toggledAnswer({ c: "Y" }, "c", "U"), { c: ["Y", "U"] })
  assert.deepEqual(toggledAnswer({ c: ["Y", "U"] }, "c", "U"), { c: ["Y"] })
  assert.deepEqual(Object.keys(withRow({ a: "Y", b: "Y", c: "Y" }, "b", "d", ["N"])), ["a", "d", "c"])
  assert.deepEqual(withRow({ a: "Y", b: "Y" }, "b", "b", undefined), { a: "Y" })
})

test("answers are a question's own or those of its set; codes are typed as they come", () => {
  const sets = { ynu: [{ code: "Y", label: { es: "Sí" } }] }
  assert.deepEqual(answersOf(valueAt(PROTOCOL, "questions/0"), sets), sets.ynu)
  assert.deepEqual(answersOf({ answers: [{ code: "k" }] }, sets), [{ code: "k", label: {} }])
  assert.deepEqual(codesOf(" als, aed;  bls "), ["als", "aed", "bls"])
})

test("what the form does not show is named and stays", () => {
  assert.deepEqual(otherFields(PROTOCOL, part("")), ["limits/odd", "callback_policy"])
  assert.deepEqual(otherFields(PROTOCOL, part("questions/0")), ["later"])
  assert.deepEqual(otherFields(PROTOCOL, part("rules/1")), [])
})

test("a fault is at its part; the first error comes first in the order of the document", () => {
  const faults = [fault("rules/0/say"), fault("questions/1/ask/fr", "warning"), fault("questions/0/odd")]
  assert.equal(firstError(faults, parts())?.field, "questions/0/odd")
  assert.equal(partOf("limits/max_questions"), "")
  assert.deepEqual(
    faultsBeside(faults, part("questions/0")).map((each) => each.field),
    ["questions/0/odd"],
  )
  assert.deepEqual(faultsBeside(faults, part("rules/0")), [])
  const lines = { id: 1, questions: 3, "questions/0": 4, "questions/1": 7 }
  assert.equal(fieldAtLine(lines, 5), "questions/0")
  assert.equal(fieldAtLine(lines, 7), "questions/1")
  assert.equal(fieldAtLine({ questions: 3, "questions/0": 3 }, 3), "questions/0")
})
