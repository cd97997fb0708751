import assert from "node:assert/strict"
import { test } from "node:test"
import type { RadioForm } from "../../protocol/generated.ts"
import {
  addCode,
  beginCodes,
  changeCode,
  codesByAgency,
  copyGroup,
  fileChanges,
  findGroups,
  mergeGroups,
  restOfFaults,
} from "./radio-form.ts"

const FORM: RadioForm = {
  groups: [
    { gssi: "214-1-101", name: "SAN-1", use: "working", agency: "san" },
    { gssi: "214-1-901", name: "MANDO-1", use: "command", agency: "" },
  ],
  codes: [
    { agency: "san", code: 32_769, means: "acknowledged" },
    { agency: "san", code: 32_774, means: "available" },
  ],
}

test("a group is found by its words, its agency and its use, and keeps its place", () => {
  const found = (text: string, agency = "", use = "") =>
    findGroups(FORM, { text, agency, use }, (id) => (id === "san" ? "Sanidad pública" : id)).map(
      ({ nth }) => nth,
    )
  assert.deepEqual(found("publica san"), [0])
  assert.deepEqual(found("901"), [1])
  assert.deepEqual(found("", "", "command"), [1])
  assert.deepEqual(found("", "san"), [0])
})

test("a copy stands after its model and has no address", () => {
  assert.deepEqual(
    copyGroup(FORM, 0).groups?.map((each) => [each.gssi, each.name]),
    [
      ["214-1-101", "SAN-1"],
      ["", "SAN-1"],
      ["214-1-901", "MANDO-1"],
    ],
  )
})

test("an agency without codes begins with those of the first that has some", () => {
  const [, bom] = codesByAgency(beginCodes(FORM, "bom"))
  assert.deepEqual(
    bom?.codes.map(({ entry, nth }) => [nth, entry.agency, entry.code]),
    [
      [2, "bom", 32_769],
      [3, "bom", 32_774],
    ],
  )
  assert.deepEqual(beginCodes({}, "bom").codes, [{ agency: "bom", code: 32_769, means: "acknowledged" }])
  assert.deepEqual(addCode(FORM, "san").codes?.at(-1), { agency: "san", code: 32_775, means: "en_route" })
})

test("a code that is no number changes nothing", () => {
  assert.equal(changeCode(FORM, 0, "abc"), null)
  assert.equal(changeCode(FORM, 0, ""), null)
  assert.equal(changeCode(FORM, 0, "40000")?.codes?.[0]?.code, 40_000)
})

test("a file brings and changes groups by their address, and takes none away", () => {
  const read = [
    { gssi: "214-1-901", name: "MANDO-A", use: "command" as const },
    { gssi: "214-1-102", name: "SAN-2", use: "working" as const, agency: "san" },
    { gssi: "214-1-101", name: "SAN-1", use: "working" as const, agency: "san" },
  ]
  assert.deepEqual(fileChanges(FORM, read), { new: 1, changed: 1, unchanged: 1 })
  const merged = mergeGroups(FORM, read)
  assert.deepEqual(
    merged.groups?.map((each) => each.name),
    ["SAN-1", "MANDO-A", "SAN-2"],
  )
  assert.deepEqual(fileChanges(merged, read), { new: 0, changed: 0, unchanged: 3 })
})

test("a fault of a row stands at it, every other one at the head", () => {
  const faults = ["groups/1", "codes/0", "codes/9", ""].map((field) => ({ field, fault: {} }) as never)
  assert.deepEqual(
    restOfFaults(faults, FORM).map(({ field }) => field),
    ["codes/9", ""],
  )
  assert.equal(restOfFaults(faults, null).length, 4)
})
