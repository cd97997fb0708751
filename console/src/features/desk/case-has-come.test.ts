import assert from "node:assert/strict"
import { test } from "node:test"
import { caseHasCome, whenCaseHasCome } from "./case-has-come.ts"

const came = { ready: true, refused: null }
const coming = { ready: false, refused: null }
const interviews = [{ interview: {} }]

test("a call without an incident, or with all of it, is ended at once", () => {
  assert.equal(caseHasCome({ story: { board: null }, interviews: [] }), true)
  assert.equal(caseHasCome({ case: {}, story: { board: came }, interviews }), true)
})

test("after a reload the incident and its protocols are waited for, and never without end", async () => {
  const view = {
    case: {},
    story: { board: coming as { ready: boolean; refused: string | null } | null },
    interviews,
  }
  assert.equal(caseHasCome(view), false)
  assert.equal(caseHasCome({ ...view, story: { board: null } }), false)
  assert.equal(
    caseHasCome({ ...view, story: { board: came }, interviews: [{ interview: undefined }] }),
    false,
  )
  assert.equal(caseHasCome({ ...view, story: { board: { ready: false, refused: "not_permitted" } } }), true)
  const waits = whenCaseHasCome(view)
  view.story.board = came
  await waits
  view.story.board = coming
  await whenCaseHasCome(view)
})
