/** Who speaks TLS for the pages, with which certificate, and what the page of it has typed. */

import type { TlsChoice, TlsView } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"

const PATH = "/api/setup/tls"
/** Processes start again with what was saved. */
const LOOK_AGAIN_MS = 4_000
/** As the server bounds a chain or a key. */
export const PEM_MAX = 24_000

export class PageTls {
  view = $state.raw<TlsView | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** Something was saved on this page. */
  saved = $state(false)
  readonly pending = $derived(
    this.view !== null && JSON.stringify(this.view.saved) !== JSON.stringify(this.view.in_force),
  )
  readonly #changed: () => void

  /** Made while a page is. `changed`: readiness may say something else of it now. */
  constructor(changed: () => void = () => undefined) {
    this.#changed = changed
    void this.load()
    $effect(() => {
      const again = setInterval(() => void this.#look(), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }
  async load(): Promise<void> {
    const found = await api<TlsView>("GET", PATH)
    this.problem = found.ok ? null : found.problem
    if (found.ok) this.view = found.value
  }
  /** While the processes start nothing answers; it is asked again. */
  async #look(): Promise<void> {
    const found = await api<TlsView>("GET", PATH)
    if (found.ok) this.view = found.value
  }
  /** Why it was refused; null: saved. */
  async save(choice: TlsChoice): Promise<Problem | null> {
    const reply = await api("PUT", PATH, { body: choice })
    if (!reply.ok) return reply.problem
    this.saved = true
    await this.#look()
    this.#changed()
    return null
  }
}
