import assert from "node:assert/strict"
import { test } from "node:test"
import type { Release } from "../../protocol/generated.ts"
import { lowered, maySign, pathFor, span } from "./study.ts"

const RELEASE = { author: "ana", state: "proposed", signatures: [] } as unknown as Release
const signed = (person: string, office: string): Release =>
  ({ ...RELEASE, signatures: [{ person, office }] }) as unknown as Release

test("who may sign: not the author, not twice, not for an office that has signed", () => {
  assert.equal(maySign(null, "operations", "ben"), "publish.why_none")
  assert.equal(maySign(RELEASE, "operations", "ana"), "publish.why_own")
  assert.equal(maySign(RELEASE, "operations", "ben"), true)
  assert.equal(maySign(signed("cora", "operations"), "operations", "ben"), "publish.why_signed")
  assert.equal(maySign(signed("ben", "medical_director"), "operations", "ben"), "publish.why_once")
  assert.equal(maySign({ ...RELEASE, state: "approved" }, "operations", "ben"), "publish.why_not_proposed")
})

test("milder priorities are counted over all documents", () => {
  assert.equal(
    lowered([
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
  assert.deepEqual(span(text, 1), [0, 3])
  assert.deepEqual(span(text, 2), [4, 4])
  assert.deepEqual(span(text, 3), [5, 9])
})
