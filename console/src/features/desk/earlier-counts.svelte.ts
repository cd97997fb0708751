/** How many earlier calls and cases there are for the call that rings or is in hand. It is asked beside the ring, which waits for nothing. */

import type { EarlierCounts } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"

export interface EarlierSubject {
  readonly call: string
  /** What the server looks for: when the number or the address changes it is asked anew. */
  readonly known: string
}

export class EarlierContactCounts {
  #found = $state.raw<{ readonly call: string; readonly counts: EarlierCounts } | null>(null)
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

  readonly shown = $derived.by(() => {
    const found = this.#found
    if (found === null || found.call !== this.#about()?.call) return undefined
    return found.counts.calls + found.counts.cases_here > 0 ? found.counts : undefined
  })

  async #ask(signal: AbortSignal): Promise<void> {
    const call = this.#about()?.call
    if (call === undefined) return
    const reply = await api<EarlierCounts>("GET", `/api/calls/${call}/earlier/count`, {
      signal,
      timeout_ms: 3_000,
    })
    // A count that does not come is no news: the list says what went wrong when it is opened.
    if (reply.ok && !signal.aborted) this.#found = { call, counts: reply.value }
  }
}
