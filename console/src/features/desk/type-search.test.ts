import assert from "node:assert/strict"
import { test } from "node:test"
import { byCode, byName, isCode, isTakenByEnter, type RankedType, ranked } from "./type-search.ts"

const types = [
  { code: "SAN-03", group: "health", priority: 0, name: { es: "Atragantamiento", en: "Choking" } },
  {
    code: "SAN-04",
    group: "health",
    priority: 1,
    name: { es: "Dificultad para respirar", en: "Breathing difficulty" },
  },
  { code: "SEG-10", group: "security", priority: 1, name: { es: "Robo en domicilio", en: "Burglary" } },
]
const typeOf = (code: string) => types.find((each) => each.code === code)
const codes = (options: readonly { id: string }[]) => options.map(({ id }) => id)
const found = (type: string, sure: boolean): RankedType => ({
  type,
  sure,
})

test("a code is a code, whole or begun, and words are none", () => {
  assert.deepEqual(["SAN-03", "san03", "san-", "seg-1"].map(isCode), [true, true, true, true])
  assert.deepEqual(["san", "112", "robo", "san-035", "sangra"].map(isCode), [
    false,
    false,
    false,
    false,
    false,
  ])
  assert.deepEqual(codes(byCode("san-0", types)), ["SAN-03", "SAN-04"])
  assert.deepEqual(codes(byCode("SEG10", types)), ["SEG-10"])
})

test("without the server a name is found by the beginnings of its words, in any language", () => {
  assert.deepEqual(codes(byName("atrag", types)), ["SAN-03"])
  assert.deepEqual(codes(byName("dif resp", types)), ["SAN-04"])
  assert.deepEqual(codes(byName("burg", types)), ["SEG-10"])
  assert.deepEqual(byName("se ahoga", types), [])
  assert.deepEqual(byName("  ", types), [])
})

test("what is recognised is listed as it is ranked, and Enter takes the first", () => {
  const options = ranked(
    [found("SAN-03", true), found("SAN-04", true), found("SEG-10", false)],
    typeOf,
    false,
  )
  assert.deepEqual(codes(options), ["SAN-03", "SAN-04"])
  assert.equal(options.findIndex(isTakenByEnter), 0)
})

test("nothing recognised: without a type first, the nearest three as perhaps, and Enter takes none of these", () => {
  const options = ranked(
    ["SAN-03", "SAN-04", "SEG-10"].map((code) => found(code, false)),
    typeOf,
    false,
  )
  assert.deepEqual(codes(options), ["-", "SAN-03", "SAN-04", "SEG-10"])
  assert.deepEqual(options.map(isTakenByEnter), [true, false, false, false])
})

test("an incident that has a type keeps it: then Enter takes nothing that was not recognised", () => {
  assert.equal(ranked([found("SAN-03", false)], typeOf, true).findIndex(isTakenByEnter), -1)
})

test("a type that the desk's content does not have is left out", () => {
  assert.deepEqual(codes(ranked([found("SAN-99", true), found("SAN-03", true)], typeOf, false)), ["SAN-03"])
})
