/** What the content in force covers: types, translations with their readers, sources with edition and expiry. */

import type { ContentCoverage } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"

export class Coverage {
  open = $state(false)
  content = $state.raw<ContentCoverage | null>(null)
  problem = $state.raw<Problem | null>(null)

  async show(): Promise<void> {
    this.open = true
    this.content = null
    await this.look()
  }
  /** Ask again: another set may be in force. */
  async look(): Promise<void> {
    const reply = await api<ContentCoverage>("GET", "/api/content/coverage")
    this.problem = reply.ok ? null : reply.problem
    if (reply.ok) this.content = reply.value
  }
  hide(): void {
    this.open = false
  }
}
