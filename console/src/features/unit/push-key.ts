/** Keys of Web Push as text and as bytes, and a subscription as the server takes it. Pure. */

/** Of base64url without padding (RFC 7515, 2). */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
}

/** Whether a subscription was made with this key of the server. */
export function isKey(key: string, used: ArrayBuffer | null): boolean {
  if (used === null) return false
  const [ours, theirs] = [keyBytes(key), new Uint8Array(used)]
  return ours.length === theirs.length && ours.every((byte, nth) => byte === theirs[nth])
}

interface Subscribed {
  toJSON(): { endpoint?: string; keys?: { p256dh?: string; auth?: string } }
}
/** As the W3C Push API gives it in JSON: base64url, of which padding is left away. */
export function subscriptionBody(made: Subscribed): { endpoint: string; p256dh: string; auth: string } {
  const { endpoint = "", keys = {} } = made.toJSON()
  const bare = (text = "") => text.replace(/=+$/, "")
  return { endpoint, p256dh: bare(keys.p256dh), auth: bare(keys.auth) }
}
