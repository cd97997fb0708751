/** The history of one row in sight: asked page by page, the newest first. */

import type { RowChange, RowHistory } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import type { HistoryKind } from "./row-history.ts"

/** What is asked for in place of a row: settings have one history for all. */
export const SAVED_SETTINGS = "saved"

export class RowHistoryView {
  open = $state(false)
  kind = $state<HistoryKind>("people")
  name = $state("")
  changes = $state.raw<readonly RowChange[] | null>(null)
  more = $state(false)
  busy = $state(false)
  problem = $state.raw<Problem | null>(null)
  #key = ""
  #next: number | null = null

  async begin(kind: HistoryKind, key: string, name: string): Promise<void> {
    this.kind = kind
    this.name = name
    this.#key = key
    this.changes = null
    this.#next = null
    this.more = false
    this.open = true
    await this.read()
  }
  /** The next page; the first one where none was read, also after it could not be. */
  async read(): Promise<void> {
    const key = this.#key
    const query = this.#next === null ? "" : `?before=${this.#next}`
    this.busy = true
    const answer = await api<RowHistory>(
      "GET",
      `/api/admin/history/${this.kind}/${encodeURIComponent(key)}${query}`,
    )
    if (key !== this.#key) return // another row is asked for by now
    this.busy = false
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return
    this.changes = [...(this.changes ?? []), ...answer.value.changes]
    this.#next = answer.value.next_before ?? null
    this.more = this.#next !== null
  }
}
