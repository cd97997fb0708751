import assert from "node:assert/strict"
import { test } from "node:test"
import { marked, paneOf, readMessage, type WindowMessage } from "./window-messages.ts"

const stroke = { code: "KeyA", key: "a", altKey: true, ctrlKey: false, shiftKey: false }
const said: readonly WindowMessage[] = [
  { kind: "hello", page: "/desk", pane: "7", who: "p d real" },
  { kind: "joined", shared: { "desk.near": "null" } },
  { kind: "end" },
  { kind: "focus", at: "" },
  { kind: "share", name: "desk.near", value: '"x"' },
  { kind: "key", stroke },
  { kind: "run", id: "desk.answer" },
  { kind: "go", path: "/case/1" },
  { kind: "did", words: "Atender", why: "", asks: false },
]

test("What a desk and a window say is heard as it was said", () => {
  for (const message of said) assert.deepEqual(readMessage(marked(message)), message)
})
test("What others of the origin say, or what is not well formed, is not heard", () => {
  const odd: readonly unknown[] = [
    null,
    "end",
    { kind: "end" },
    { auxilio: "other", kind: "end" },
    { auxilio: "window", kind: "toString" },
    { auxilio: "window", kind: "share", name: "a" },
    { auxilio: "window", kind: "share", name: "a", value: "x".repeat(20_001) },
    { auxilio: "window", kind: "joined", shared: { a: 1 } },
    { auxilio: "window", kind: "key", stroke: { ...stroke, altKey: 1 } },
    { auxilio: "window", kind: "go", path: "//elsewhere.example" },
    { auxilio: "window", kind: "go", path: "https://elsewhere.example" },
  ]
  for (const each of odd) assert.equal(readMessage(each), null, JSON.stringify(each))
})
test("An address names the region of its window, or none", () => {
  assert.equal(paneOf("?window=7"), "7")
  assert.equal(paneOf("?a=1&window=conversation"), "conversation")
  for (const query of ["", "?window=", "?window=../x", `?window=${"a".repeat(21)}`, "?mural=1"])
    assert.equal(paneOf(query), null)
})
