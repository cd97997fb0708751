/** What is known already of the call that rings or is in hand: how many earlier calls and cases, how they were closed, and whether a
 * rule offers the short opening. It is asked beside the ring, which waits for nothing. */

import type { EarlierSummary } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"

export interface EarlierSubject {
  readonly call: string
  /** What the server looks for: when the number or the address changes it is asked anew. */
  readonly known: string
}

export class EarlierContactCounts {
  #found = $state.raw<{ readonly call: string; readonly summary: EarlierSummary } | null>(null)
  readonly #about: () => EarlierSubject | null

  constructor(about: () => EarlierSubject | null) {
    this.#about = about
    const key = $derived(JSON.stringify(about()))
    $effect(() => {
      if (key === "null") return
      const flight = new AbortController()
      void this.#ask(flight.signal)
      return () => flight.abort()
    })
  }

  readonly summary = $derived.by(() => {
    const found = this.#found
    return found !== null && found.call === this.#about()?.call ? found.summary : undefined
  })

  async #ask(signal: AbortSignal): Promise<void> {
    const call = this.#about()?.call
    if (call === undefined) return
    const reply = await api<EarlierSummary>("GET", `/api/calls/${call}/earlier/count`, {
      signal,
      timeout_ms: 3_000,
    })
    // A count that does not come is no news: the list says what went wrong when it is opened.
    if (reply.ok && !signal.aborted) this.#found = { call, summary: reply.value }
  }
}
