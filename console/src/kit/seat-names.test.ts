import assert from "node:assert/strict"
import { test } from "node:test"
import { seatGroups, seatNames } from "./seat-names.ts"

const words = (told: string) =>
  seatGroups(seatNames(told)).map(({ first, last }) => (first === last ? first : `${first}–${last}`))

test("desks that are numbered one after another are told as one group, others one by one", () => {
  assert.deepEqual(words("Puesto 01 · Puesto 02 · Puesto 03 · Sala"), ["Puesto 01–Puesto 03", "Sala"])
  assert.deepEqual(words("Sanidad, puesto 1 · Sanidad, puesto 2"), ["Sanidad, puesto 1", "Sanidad, puesto 2"])
  assert.deepEqual(words("Puesto 1 · Puesto 3 · Puesto 5"), ["Puesto 1", "Puesto 3", "Puesto 5"])
})

test("who may sit at no desk is told of none", () => {
  for (const told of ["", undefined, 3]) assert.deepEqual(seatNames(told), [])
})
