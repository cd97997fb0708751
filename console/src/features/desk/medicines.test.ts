import assert from "node:assert/strict"
import { test } from "node:test"
import type { CardStep } from "../../engine/content.ts"
import { cardInHand, lateMedicine, medicinesOf } from "./medicines.ts"

const step = (id: string, more: Partial<CardStep> = {}): CardStep => ({
  id,
  say: { es: id },
  wait: "none",
  ...more,
})
const aspirin = step("aspirina", { requires: "medical_authorisation" })
const card = { steps: [step("reposo"), aspirin, step("vigilar")] }
const row = { authorised: [], written: [], said: {}, requests: [], refusals: [] }
const gates = (gate: "open" | "hidden" | "unproved" | "locked") => ({ aspirina: gate }) as const

test("a medicine that is proved to fit waits for somebody to ask, then for the clinician", () => {
  assert.deepEqual(
    medicinesOf(card, row, gates("locked")).map((each) => each.stands),
    ["locked"],
  )
  const asked = { step: "aspirina", at: "2026-12-01T10:00:00Z", by: "Iria", proof: {} }
  assert.deepEqual(medicinesOf(card, { ...row, requests: [asked] }, gates("locked")), [
    { step: aspirin, stands: "asked", by: "Iria", at: asked.at },
  ])
})

test("a refusal says who and why; asked again, it waits again", () => {
  const refused = { step: "aspirina", at: "2026-12-01T10:01:00Z", by: "Lia", reason: "úlcera" }
  const [found] = medicinesOf(card, { ...row, refusals: [refused] }, gates("locked"))
  assert.deepEqual([found?.stands, found?.by, found?.reason], ["refused", "Lia", "úlcera"])
})

test("nothing is said of a medicine that does not fit, waits for answers, or was told", () => {
  assert.deepEqual(medicinesOf(card, row, gates("hidden")), [])
  assert.deepEqual(medicinesOf(card, row, gates("unproved")), [])
  const allowed = { ...row, authorised: ["aspirina"] }
  assert.equal(medicinesOf(card, allowed, gates("open"))[0]?.stands, "authorised")
  assert.deepEqual(medicinesOf(card, { ...allowed, said: { aspirina: "2026" } }, gates("open")), [])
  assert.deepEqual(medicinesOf(card, { ...allowed, written: ["aspirina"] }, gates("open")), [])
  // An answer that changed after it was told has ended its authorisation.
  assert.deepEqual(medicinesOf(card, { ...row, written: ["aspirina"] }, gates("locked")), [])
})

test("a medicine that was authorised after its turn is what follows", () => {
  const allowed = { ...row, authorised: ["aspirina"] }
  assert.equal(lateMedicine(card.steps, 2, allowed), aspirin)
  assert.equal(lateMedicine(card.steps, 1, allowed), undefined, "it is on screen")
  assert.equal(lateMedicine(card.steps, 2, { ...allowed, written: ["aspirina"] }), undefined)
})

test("a card whose medicine was authorised is in hand again when the later one is at its end, and not before", () => {
  const chest = { ...row, current: "aspirina", authorised: ["aspirina"] }
  const door = { ...row, current: "puerta" as string | null }
  assert.equal(cardInHand([chest, door]), door)
  const done = { ...door, current: null }
  assert.equal(cardInHand([chest, done]), chest)
  assert.equal(cardInHand([{ ...chest, said: { aspirina: "2026" } }, done]), done)
  assert.equal(cardInHand([]), undefined)
})
