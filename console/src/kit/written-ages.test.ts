import assert from "node:assert/strict"
import { test } from "node:test"
import { agesOf, writtenAges } from "./written-ages.ts"

const AGES: readonly (readonly [string, readonly string[]])[] = [
  ["Mi hijo se ha atragantado, tiene 3 años", ["tiene 3 años"]],
  ["tiene tres años y no respira", ["tiene tres años"]],
  ["un bebé de seis meses", ["de seis meses"]],
  ["mi madre, 84 años, se ha caído", ["84 años"]],
  ["dos niñas de 3 y 5 años", ["de 3 y 5 años"]],
  ["té 2 anys", ["té 2 anys"]],
  ["un nadó de 3 setmanes", ["de 3 setmanes"]],
  ["my daughter is 4 years old", ["is 4 years old"]],
  ["a 6-month-old baby", ["a 6-month-old"]],
  ["he is 35yo", ["35yo"]],
  ["il a 7 ans", ["a 7 ans"]],
  ["un bébé de deux mois", ["de deux mois"]],
  ["un hombre, edad 50", ["edad 50"]],
  ["tiene treinta y dos años", ["tiene treinta y dos años"]],
]
const NONE: readonly string[] = [
  "Hay mucho humo, C/ Mayor 12",
  "lleva 3 días con fiebre",
  "desde hace 2 años toma pastillas",
  "está embarazada de 8 meses",
  "2 years ago",
  "dentro de 5 minutos",
  "pesa 12 kilos",
  "depuis 3 ans",
]

test("an age is found as it was written, in four languages", () => {
  for (const [words, ages] of AGES) assert.deepEqual(writtenAges(words), ages, words)
})

test("how long ago, how long it lasts and how far a pregnancy is are no ages", () => {
  for (const words of NONE) assert.deepEqual(writtenAges(words), [], words)
})

test("of several lines the newest is first, and the same age stands once", () => {
  assert.deepEqual(agesOf(["Tiene 3 años", "y otro de 5 años", "tiene 3 años!"]), [
    "Tiene 3 años",
    "de 5 años",
  ])
})
