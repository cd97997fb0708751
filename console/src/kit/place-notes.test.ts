import assert from "node:assert/strict"
import { test } from "node:test"
import type { CaseRow } from "../protocol/generated.ts"
import { PLACE_NOTES, placeNotes } from "./place-notes.ts"

/** A row whose every note has these words; with null every field is empty, as in a row that is hidden. */
function knowing(words: string | null): CaseRow {
  const location = { degree: "said", words: "Mayor 12", detail: words }
  const fields = { location: words === null ? null : location }
  return new Proxy(fields, {
    get: (known, name) => (name in known ? known[name as keyof typeof known] : (words ?? "")),
  }) as unknown as CaseRow
}

test("each note on the way into the place that is known is said", () => {
  assert.deepEqual(
    placeNotes(knowing("2.º B")),
    PLACE_NOTES.map(() => "2.º B"),
  )
})

test("of a row without notes, of a hidden one and without a case nothing is said", () => {
  assert.deepEqual(placeNotes(knowing(null)), [])
  assert.deepEqual(placeNotes(undefined), [])
})
