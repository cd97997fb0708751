/** What the form of TLS begins with and sends. Pure. */

import type { TlsChoice, TlsState, TlsWay } from "../protocol/generated.ts"

export const WAYS = ["none", "files", "own", "proxy"] as const satisfies readonly TlsWay[]

/** As it is saved; of certificate and key nothing comes back. `here`: the address of this page. */
export function choiceOf(saved: TlsState, here: string): Required<TlsChoice> {
  return {
    way: saved.way,
    public_url: saved.public_url || suggestedAddress(here),
    certificate: "",
    key: "",
    trusted_proxies: saved.trusted_proxies,
  }
}
/** The address of this page with TLS; nothing on the machine itself, whose name nobody else knows. */
export function suggestedAddress(here: string): string {
  const { hostname, host } = new URL(here)
  return hostname === "localhost" || hostname.startsWith("127.") || hostname === "[::1]"
    ? ""
    : `https://${host}`
}
/** Only what the way asks for is sent: a key that was chosen for another way stays here. */
export function bodyOf(choice: TlsChoice): TlsChoice {
  const address = (choice.public_url ?? "").trim().replace(/\/+$/, "").toLowerCase()
  const { way } = choice
  if (way === "none") return { way }
  if (way === "files")
    return { way, public_url: address, certificate: choice.certificate ?? "", key: choice.key ?? "" }
  if (way === "proxy")
    return { way, public_url: address, trusted_proxies: (choice.trusted_proxies ?? "").trim() }
  return { way, public_url: address }
}
