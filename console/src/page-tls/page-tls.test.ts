import assert from "node:assert/strict"
import { test } from "node:test"
import { bodyOf, choiceOf, suggestedAddress } from "./page-tls.ts"

test("the address of the page is proposed with TLS, and that of the machine itself is not", () => {
  assert.equal(suggestedAddress("http://10.0.0.5:8112/setup"), "https://10.0.0.5:8112")
  assert.equal(suggestedAddress("http://localhost:8112"), "")
  assert.equal(suggestedAddress("http://127.0.0.1:8112"), "")
})

test("a key is sent with the files it belongs to, and with nothing else", () => {
  const saved = { way: "files", public_url: "", trusted_proxies: "" } as const
  const choice = {
    ...choiceOf(saved, "http://10.0.0.5:8112"),
    certificate: "c",
    key: "k",
    public_url: " https://112.Example/ ",
  }
  assert.deepEqual(bodyOf(choice), {
    way: "files",
    public_url: "https://112.example",
    certificate: "c",
    key: "k",
  })
  assert.deepEqual(bodyOf({ ...choice, way: "own" }), { way: "own", public_url: "https://112.example" })
  assert.deepEqual(bodyOf({ ...choice, way: "none" }), { way: "none" })
  assert.deepEqual(bodyOf({ ...choice, way: "proxy", trusted_proxies: " 10.0.0.2 " }), {
    way: "proxy",
    public_url: "https://112.example",
    trusted_proxies: "10.0.0.2",
  })
})
