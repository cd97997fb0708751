import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import {
  type DuplicateCandidate,
  likeliestDuplicate,
  previousCaseOf,
  sortedReasons,
  typedFieldsOf,
} from "./duplicate-cases.ts"

const candidate = (id: string, ...reasons: [string, number][]): DuplicateCandidate => ({
  case: id,
  number: 4821,
  score: 70,
  reasons: reasons.map(([code, points]) => ({ code, points, facts: {} })),
})

test("place, moment and kind are always told, and what hardly counts is not", () => {
  const one = candidate(
    "a",
    ["place_near", 40],
    ["time", 0.5],
    ["type_near", 9],
    ["words", 3],
    ["one_person", -10],
  )
  assert.deepEqual(
    sortedReasons(one).map((each) => each.code),
    ["place_near", "time", "type_near", "words", "one_person"],
  )
  assert.deepEqual(sortedReasons(candidate("a", ["type_other", -2])), [])
})

test("what was put aside stays away, and the next one stands in its place", () => {
  const both = [candidate("a"), candidate("b")]
  assert.equal(likeliestDuplicate(both, new Set())?.case, "a")
  assert.equal(likeliestDuplicate(both, new Set(["a"]))?.case, "b")
  assert.equal(likeliestDuplicate(both, new Set(["a", "b"])), undefined)
})

test("empty fields say nothing", () => {
  assert.deepEqual(typedFieldsOf([" ", "choque", ""]), { words: ["choque"] })
})

test("every reason that the server may give has words in every language", () => {
  const table = readFileSync(
    new URL("../../../../src/auxilio/cases/core/duplicate_incidents.py", import.meta.url),
    "utf8",
  )
  const weights = table.slice(table.indexOf("WEIGHTS"), table.indexOf("WORDS_MAX"))
  const codes = [...weights.matchAll(/^ {8}"([a-z_]+)": -?\d/gm)].map(([, code]) => code)
  assert.ok(codes.length > 12, "it looked at the table of weights")
  const own = new Set(["thing", "word", "one_person_kind"]) // told as `words`, and as the kind
  const catalogues = new URL("../../../../locale/", import.meta.url)
  for (const language of readdirSync(catalogues).filter((name) => name.endsWith(".json"))) {
    const words = JSON.parse(readFileSync(new URL(language, catalogues), "utf8"))
    for (const code of [...codes, "words"])
      assert.ok(own.has(code ?? "") || words[`desk.same.${code}`], `${language}: ${code}`)
  }
})

const fact = (kind: string, cause: string, of: string, call = "c") => ({
  kind,
  cause,
  body: { call, case: of },
})
test("a call that came with its own case is parted with it, another by itself", () => {
  const merged = [
    fact("calls.call.joined_case", "1", "own"),
    fact("calls.call.left_case", "2", "own"),
    fact("calls.call.joined_case", "2", "it"),
    fact("calls.call.joined_case", "3", "it", "another call of that case"),
  ]
  assert.equal(previousCaseOf(merged, "c", "it"), "own")
  assert.equal(previousCaseOf([fact("calls.call.joined_case", "2", "it")], "c", "it"), null)
  assert.equal(previousCaseOf(merged, "c", "own"), null)
})
