import assert from "node:assert/strict"
import { test } from "node:test"
import { plainText } from "../../kit/plain-text.ts"
import type { QualificationTable } from "../../protocol/generated.ts"
import { draftFault, qualificationLines, recordCommand } from "./qualifications.ts"

const table: QualificationTable = {
  today: "2026-11-29",
  kinds: [],
  needs: [],
  people: [
    {
      person: "1",
      name: "María",
      agency: null,
      centre: null,
      held: [
        { code: "a", since: "2020-01-01", until: "2026-11-28" },
        { code: "b", since: "2020-01-01", until: "2026-12-01" },
        { code: "c", since: "2020-01-01", until: null },
        { code: "d", since: "2027-01-01", until: null },
      ],
    },
    { person: "2", name: "Joan", agency: null, centre: null, held: [] },
  ],
  ending: [
    { person: "1", name: "María", code: "a", until: "2026-11-28", ended: true },
    { person: "1", name: "María", code: "b", until: "2026-12-01", ended: false },
  ],
}

test("each line says whether it is in force on the day of the installation", () => {
  assert.deepEqual(
    qualificationLines(table).map((each) => each.state),
    ["ended", "ends_soon", "in_force", "not_begun"],
  )
})

test("a draft says what is missing first, and without a last day it has no end", () => {
  const draft = { person: "", code: "", since: "", until: "" }
  assert.equal(draftFault(draft), "qualifications.why_person")
  const whole = { person: "1", code: "a", since: "2026-01-02", until: "" }
  assert.equal(draftFault(whole), null)
  assert.equal(draftFault({ ...whole, until: "2026-01-01" }), "qualifications.why_reversed")
  assert.equal(recordCommand(whole).until, null)
})

test("a name is found without its accents", () => {
  assert.equal(plainText("María"), "maria")
})
