import assert from "node:assert/strict"
import { test } from "node:test"
import { readToken } from "./token.ts"

const CALL = "0195a000-0000-7000-8000-00000000abcd"

/** As the server makes it, with a signature that nobody could check here anyway. */
function token(call: string, seconds: number): string {
  const bytes = Buffer.alloc(54, 0xff)
  bytes[0] = 0
  bytes[1] = 0
  bytes.writeUInt32BE(seconds, 2)
  Buffer.from(call.replaceAll("-", ""), "hex").copy(bytes, 6)
  return bytes.toString("base64url")
}

test("a token tells its call and until when it holds", () => {
  const text = token(CALL, 1_800_000_000)
  assert.deepEqual(readToken(text), { text, call: CALL, expires_ms: 1_800_000_000_000 })
})

test("a link that was cut or mangled on its way is no token", () => {
  const whole = token(CALL, 1_800_000_000)
  for (const broken of [
    "",
    "hola",
    whole.slice(0, -1),
    whole.slice(0, -8),
    `${whole}AAAA`,
    `${whole} `,
    "%00",
  ]) {
    assert.equal(readToken(broken), null, broken)
  }
})
