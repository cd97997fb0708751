import assert from "node:assert/strict"
import { test } from "node:test"
import type { Release } from "../../protocol/generated.ts"
import { checkSignature, countLoweredPriorities, lineSpan, pathFor, unreadDocuments } from "./impact.ts"

const RELEASE = {
  author: "ana",
  state: "proposed",
  content: "b",
  base: "a",
  signatures: [],
  changed: [],
} as unknown as Release
const signed = (person: string, office: string): Release =>
  ({ ...RELEASE, signatures: [{ person, office }] }) as unknown as Release

test("who may sign: not the author, not twice, not for an office that has signed", () => {
  assert.equal(checkSignature(null, "operations", "ben"), "publish.why_none")
  assert.equal(checkSignature(RELEASE, "operations", "ana"), "publish.why_own")
  assert.equal(checkSignature(RELEASE, "operations", "ben"), true)
  assert.equal(checkSignature(signed("cora", "operations"), "operations", "ben"), "publish.why_signed")
  assert.equal(checkSignature(signed("ben", "medical_director"), "operations", "ben"), "publish.why_once")
  assert.equal(
    checkSignature({ ...RELEASE, state: "approved" }, "operations", "ben"),
    "publish.why_not_proposed",
  )
})

test("what has a translation that nobody has read is not signed", () => {
  const changed = [
    { kind: "protocol", id: "san-pcr", change: "reworded", unread: ["fr"] },
    { kind: "card", id: "puerta", change: "reworded" },
  ]
  const release = { ...RELEASE, changed } as unknown as Release
  assert.deepEqual(
    unreadDocuments(release.changed).map((one) => one.id),
    ["san-pcr"],
  )
  assert.equal(
    checkSignature(release, "operations", "ben"),
    true,
    "what must be mended at once is not held up",
  )
})

test("milder priorities are counted over all documents", () => {
  assert.equal(
    countLoweredPriorities([
      { kind: "protocol", id: "a", change: "lowered", lowered: 8 },
      { kind: "card", id: "b", change: "reworded" },
      { kind: "protocol", id: "c", change: "lowered", lowered: 2 },
    ]),
    10,
  )
})

test("a file stands for the one path that bears its name", () => {
  const paths = ["protocols/a.yaml", "cards/a.yaml", "cards/b.yaml"]
  assert.equal(pathFor("b.yaml", paths), "cards/b.yaml")
  assert.equal(pathFor("a.yaml", paths), undefined)
  assert.equal(pathFor("c.yaml", paths), undefined)
})

test("a line is found in its text, the last and an empty one too", () => {
  const text = "uno\n\ntres"
  assert.deepEqual(lineSpan(text, 1), [0, 3])
  assert.deepEqual(lineSpan(text, 2), [4, 4])
  assert.deepEqual(lineSpan(text, 3), [5, 9])
})
