/** Asks the server, while an operator still asks for the address, which live cases this call may tell of too. */

import { api } from "../../state/api.ts"
import { type DuplicateCandidate, likeliestDuplicate, type TypedFields } from "./duplicate-cases.ts"

/** After the last key: a word is whole then. */
const REST_MS = 400
/** Between two questions that only others' cases gave rise to. */
const OTHERS_MS = 5_000

export interface DuplicateSearchInput {
  /** The call in hand, while nobody has decided of what it tells. */
  readonly call: string
  /** What the server knows of it by itself: when this changes it is asked anew. */
  readonly known: string
  readonly typed: TypedFields
}

export class DuplicateCases {
  #found = $state.raw<{ readonly call: string; readonly candidates: readonly DuplicateCandidate[] } | null>(
    null,
  )
  /** `call case`, for this window: what a person put aside is not shown again. */
  #aside = $state.raw<ReadonlySet<string>>(new Set())
  #asked_ms = 0
  #later: ReturnType<typeof setTimeout> | undefined
  #flight: AbortController | undefined
  readonly #about: () => DuplicateSearchInput | null

  constructor(about: () => DuplicateSearchInput | null, others: () => unknown) {
    this.#about = about
    const key = $derived(JSON.stringify(about()))
    $effect(() => {
      if (key === "null") return
      const rest = setTimeout(() => void this.#ask(), REST_MS)
      return () => clearTimeout(rest)
    })
    $effect(() => {
      void others()
      // In a busy room something changes all the time: one question waits, and none is put off for ever.
      this.#later ??= setTimeout(
        () => {
          this.#later = undefined
          void this.#ask()
        },
        Math.max(this.#asked_ms + OTHERS_MS - performance.now(), REST_MS),
      )
    })
    $effect(() => () => clearTimeout(this.#later))
  }

  /** The likeliest case, and whether there are more. */
  readonly shown = $derived.by(() => {
    const call = this.#about()?.call
    const found = this.#found
    if (call === undefined || found?.call !== call) return undefined
    const prefix = `${call} `
    const aside = [...this.#aside].filter((each) => each.startsWith(prefix))
    return likeliestDuplicate(found.candidates, new Set(aside.map((each) => each.slice(prefix.length))))
  })

  /** No, it is another one: for this call that case is not shown again. */
  putAside(): void {
    const call = this.#about()?.call
    if (call && this.shown) this.#aside = new Set([...this.#aside, `${call} ${this.shown.case}`])
  }

  async #ask(): Promise<void> {
    const about = this.#about()
    if (about === null) return
    this.#flight?.abort()
    this.#flight = new AbortController()
    const { signal } = this.#flight
    this.#asked_ms = performance.now()
    const reply = await api<{ readonly candidates: readonly DuplicateCandidate[] }>(
      "POST",
      `/api/calls/${about.call}/same`,
      { body: about.typed, signal, timeout_ms: 3_000 },
    )
    // Unasked-for help that does not come is no news: the list of near cases and Alt+B are there without it.
    if (reply.ok && !signal.aborted) this.#found = { call: about.call, candidates: reply.value.candidates }
  }
}
