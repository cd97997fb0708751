/**
 * What incident types and capabilities are called, from the content in force. Brought once for each window;
 * until it has come, and when it cannot come, a code is shown: it is what people know them by anyway.
 */

import { type LocalizedText, wording } from "../../engine/content.ts"
import { api } from "../../state/api.ts"

interface Sent {
  readonly types: Readonly<Record<string, { readonly name: LocalizedText }>>
  readonly catalog: { readonly capabilities: Readonly<Record<string, { readonly name: LocalizedText }>> }
}

class Names {
  #alarms = $state.raw<Readonly<Record<string, readonly number[]>>>({})
  #sent = $state.raw<Sent | null>(null)
  #asked = false

  async load(): Promise<void> {
    if (this.#asked) return
    this.#asked = true
    const reply = await api<Sent>("GET", "/api/content", { timeout_ms: 30_000 })
    if (reply.ok) this.#sent = reply.value
    else this.#asked = false
    const levels = await api<Readonly<Record<string, readonly number[]>>>("GET", "/api/dispatch/alarms")
    if (levels.ok) this.#alarms = levels.value
  }
  /** To which levels the alarm of this type can be raised. */
  alarms(type: string | null | undefined): readonly number[] {
    return (type ? this.#alarms[type] : undefined) ?? []
  }
  type(code: string, language: string): string {
    const name = this.#sent?.types[code]?.name
    return name ? wording(name, language).words : code
  }
  capability(code: string, language: string): string {
    const name = this.#sent?.catalog.capabilities[code]?.name
    return name ? wording(name, language).words : code
  }
  get capabilities(): readonly string[] {
    return Object.keys(this.#sent?.catalog.capabilities ?? {})
  }
}

export const contentNames = new Names()
