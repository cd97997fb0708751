/** What is known of the address of the case in hand. The server records the first look of a person at each note (decision 0398). */

import type { CasePremiseNotes, Location } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { api } from "../state/api.ts"
import { session } from "../state/session.svelte.ts"

/** A note may be entered, ended or expire while a case goes on. */
const AGAIN_MS = 300_000
const RETRY_MS = 5_000
/** Signed out, not working on the case, or no such case: whoever asks again is answered the same. */
const CLOSED: ReadonlySet<number> = new Set([401, 403, 404])
const NONE: CasePremiseNotes = { notes: [], more: 0 }

interface PlacedCase {
  readonly id: string
  readonly state: string
  readonly location?: Location | null
}
/** The notes of a case, and of which place of it: what a telephone may keep. */
export interface FoundNotes {
  readonly case: string
  readonly place: string
  readonly notes: CasePremiseNotes
}

export class PremiseNotes {
  #found = $state.raw<FoundNotes | null>(null)
  #unreached = $state.raw<string | null>(null)
  readonly #case: () => PlacedCase | null | undefined
  /** Case and place; empty while there is nothing to ask. */
  readonly #key = $derived.by(() => {
    const it = this.#case()
    if (!it?.location || it.state !== "open" || !session.may(PERMISSION.PREMISE_NOTE_READ)) return ""
    const { words, municipality, point } = it.location
    return JSON.stringify([it.id, words, municipality, point])
  })

  constructor(it: () => PlacedCase | null | undefined, before: FoundNotes | null = null) {
    this.#case = it
    this.#found = before
    $effect(() => {
      const key = this.#key
      if (key === "") return
      const id = (JSON.parse(key) as readonly [string])[0]
      const gone = new AbortController()
      let later: ReturnType<typeof setTimeout> | undefined
      const ask = async () => {
        const reply = await api<CasePremiseNotes>("GET", `/api/cases/${id}/premise-notes`, {
          signal: gone.signal,
        })
        if (gone.signal.aborted) return
        const failed = !reply.ok && !CLOSED.has(reply.problem.status)
        this.#unreached = failed ? key : null
        // That it is not for us is an answer: to ask again would be one more attempt at a case that is closed to us.
        if (!failed) this.#found = { case: id, place: key, notes: reply.ok ? reply.value : NONE }
        if (reply.ok || failed) later = setTimeout(() => void ask(), failed ? RETRY_MS : AGAIN_MS)
      }
      void ask()
      return () => {
        gone.abort()
        clearTimeout(later)
      }
    })
  }

  /** Of this case and this place; null while the server has not said. */
  readonly told = $derived(this.#found?.place === this.#key ? this.#found.notes : null)
  /** As they were told last, to be kept. */
  get found(): FoundNotes | null {
    return this.#found
  }
  readonly notes = $derived(this.told?.notes ?? [])
  readonly more = $derived(this.told?.more ?? 0)
  /** The server did not answer, and nothing is known of this place. */
  readonly unreached = $derived(this.#key !== "" && this.#unreached === this.#key && this.told === null)
}
