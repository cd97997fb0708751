import assert from "node:assert/strict"
import { test } from "node:test"
import type { LanguagePhrases, Phrasebook } from "../protocol/generated.ts"
import { callerLanguages, findPhrases, languageFor, phraseRows } from "./sentences.ts"

const spoken = (language: string, sentences: string[], words: Record<string, string>): LanguagePhrases => ({
  language,
  sentences: Object.fromEntries(sentences.map((say, n) => [String(n + 1), { say, read: `(${say})` }])),
  words: Object.fromEntries(Object.entries(words).map(([code, say]) => [code, { say }])),
})
const BOOK: Phrasebook = {
  languages: {
    es: spoken("es", ["No cuelgue.", "¿Dónde está?", "¿Respira?"], {
      "1": "uno",
      U: "no lo sé",
      N: "no",
      Y: "sí",
    }),
    ro: spoken("ro", ["Nu închideți.", "Unde sunteți?", "Respiră?"], {
      "1": "unu",
      U: "nu știu",
      N: "nu",
      Y: "da",
    }),
    ar: spoken("ar-MA", ["ما تقطعش.", "فين؟", "كيتنفس؟"], { "1": "واحد", U: "ما عرفتش", N: "لا", Y: "إيه" }),
  },
  keys: { Y: "1", N: "9", U: "0", "1": "1" },
  parts: { talk: 1, place: 2, person: 3 },
}

test("the operator's own language is none that is read to a caller", () => {
  assert.deepEqual(callerLanguages(BOOK, "es"), ["ro", "ar"])
  assert.equal(languageFor(BOOK, "es", "es"), null)
})
test("a caller's language is found whatever its region is, and one without sentences is not", () => {
  assert.equal(languageFor(BOOK, "es", "ro-MD"), "ro")
  assert.equal(languageFor(BOOK, "es", "ar"), "ar")
  assert.equal(languageFor(BOOK, "es", "zh"), null)
  assert.equal(languageFor(BOOK, "es", undefined), null)
})
test("each sentence stands by its number in its part, and answers by key after them: yes, no, not known, numbers", () => {
  const rows = phraseRows(BOOK, "es", "ro")
  assert.deepEqual(
    rows.map(({ part, number, ours, theirs }) => `${part} ${number} ${ours} ${theirs}`),
    [
      "talk 1 No cuelgue. Nu închideți.",
      "place 2 ¿Dónde está? Unde sunteți?",
      "person 3 ¿Respira? Respiră?",
      "answers 1 sí da",
      "answers 9 no nu",
      "answers 0 no lo sé nu știu",
      "answers 1 uno unu",
    ],
  )
  assert.deepEqual([rows[0]?.read, rows[3]?.read], ["(Nu închideți.)", null])
})
test("a number finds its sentence alone, words find it in either language without accents", () => {
  const rows = phraseRows(BOOK, "es", "ro")
  assert.deepEqual(
    findPhrases(rows, " 01").map(({ ours }) => ours),
    ["No cuelgue."],
  )
  assert.deepEqual(
    findPhrases(rows, "donde").map(({ number }) => number),
    ["2"],
  )
  assert.deepEqual(
    findPhrases(rows, "inchideti").map(({ number }) => number),
    ["1"],
  )
  assert.equal(findPhrases(rows, "").length, rows.length)
  assert.deepEqual(findPhrases(rows, "41"), [])
})
