import assert from "node:assert/strict"
import { test } from "node:test"
import { plainText } from "../../kit/plain-text.ts"
import { countEach, drawnCount, findRows, type IndexedRow } from "./list-filter.ts"

const row = (id: string, words: string, agency: string | null, ...states: string[]): IndexedRow<string> => ({
  row: id,
  words: plainText(words),
  agency,
  states,
})
const PEOPLE = [
  row("ana", "Ana Núñez ana Operador Sanidad", "health", "in"),
  row("pau", "Pau Puig pau Dirección médica Sanidad", "health", "out"),
  row("eva", "Eva Gómez eva Operador Bombers", "fire", "in"),
]
const ask = (text: string, agency = "", state = "") => findRows(PEOPLE, { text, agency, state })

test("a row is found by each word in any order, without accents and case", () => {
  assert.deepEqual(ask("NUNEZ"), ["ana"])
  assert.deepEqual(ask("san médi"), ["pau"])
  assert.deepEqual(ask("  "), ["ana", "pau", "eva"])
  assert.deepEqual(ask("zzz"), [])
})

test("agency and state narrow what the words find", () => {
  assert.deepEqual(ask("", "health"), ["ana", "pau"])
  assert.deepEqual(ask("", "health", "in"), ["ana"])
  assert.deepEqual(ask("eva", "health"), [])
})

test("what can be asked for is counted, and what is asked for stays a choice", () => {
  assert.deepEqual(
    [...countEach(PEOPLE, (each) => each.states, "")],
    [
      ["in", 2],
      ["out", 1],
    ],
  )
  assert.deepEqual([...countEach(PEOPLE, (each) => [each.agency], "police")].at(-1), ["police", 0])
})

test("rows up to the chosen one are always drawn", () => {
  assert.equal(drawnCount(100, -1), 100)
  assert.equal(drawnCount(100, 640), 641)
})
