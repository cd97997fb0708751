import assert from "node:assert/strict"
import { test } from "node:test"
import { type Guess, stillHoped, withGuesses } from "./overlay.ts"

const known = { units: { u: { v: 4, state: "available" } } }
const guess: Guess = { command: "c", table: "units", key: "u", fields: { state: "alerted" }, version: null }

test("a guess is laid over the row, is marked, and leaves what is known untouched", () => {
  assert.deepEqual(withGuesses(known, [guess]).units?.u, { v: 4, state: "alerted", guessed: true })
  assert.deepEqual(known.units.u, { v: 4, state: "available" })
})

test("a guess ends when the board shows the version its command made", () => {
  const answered = { ...guess, version: 5 }
  assert.deepEqual(stillHoped(known, [answered]), [answered])
  const later = { units: { u: { v: 5, state: "alerted" } } }
  assert.deepEqual(stillHoped(later, [answered]), [])
  assert.equal(withGuesses(later, [answered]), later)
})

test("a guess about a row that is not there is nothing", () => {
  assert.equal(withGuesses({}, [guess])?.units, undefined)
  assert.deepEqual(stillHoped({}, [guess]), [])
})
