/**
 * What a citizen's page can read of its own token without the key: for which call, and until when
 * (`auxilio.identity.core.citizen_tokens`). Only the server can tell whether it is true.
 */

export interface CitizenToken {
  readonly text: string
  readonly call: string
  readonly expires_ms: number
}

/** purpose and mode, a byte each; four bytes of seconds since 1970; sixteen of the call; then the signature. */
const EXPIRY = 2
const CALL = 6
const SIGNATURE = 22
const LENGTH = SIGNATURE + 32

/** Null when it cannot be one of ours. */
export function readToken(text: string): CitizenToken | null {
  const bytes = decoded(text)
  if (bytes === null || bytes.length !== LENGTH) return null
  const seconds = new DataView(bytes.buffer).getUint32(EXPIRY)
  const hex = [...bytes.subarray(CALL, SIGNATURE)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  const call = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
  return { text, call, expires_ms: seconds * 1000 }
}

function decoded(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+={0,2}$/.test(text)) return null
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    // Cut short on its way, as links in messages are.
    return null
  }
}
