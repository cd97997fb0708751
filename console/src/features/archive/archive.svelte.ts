/** The search of the archive: what is asked, what came, what went wrong. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import type { FoundCase, Page } from "../../protocol/generated.ts"
import { router } from "../../shell/router.svelte.ts"
import { api } from "../../state/api.ts"
import { newId } from "../../state/command-outbox.svelte.ts"
import type { Answer, Problem } from "../../state/outbox.ts"
import {
  EMPTY_QUERY,
  queryAddress,
  queryFromAddress,
  type SearchQuery,
  searchParameters,
} from "./search-query.ts"

const WAIT_MS = 250

export class Archive {
  asked = $state.raw<SearchQuery>(queryFromAddress(router.query))
  /** A search by telephone is asked for on purpose: it is a fact. */
  phone = $state("")
  searchedPhone = $state<string | null>(null)
  found = $state.raw<readonly FoundCase[]>([])
  next = $state<string | null>(null)
  state = $state<"loading" | "ready" | "failed">("loading")
  problem = $state.raw<Problem | null>(null)
  types = $state.raw<Readonly<Record<string, string>>>({})
  #turn = 0
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor() {
    $effect(() => void this.#loadTypes(i18n.language))
    // What is typed is asked for when the hand rests; a filter at once would be no different.
    let first = true
    $effect(() => {
      const asked = this.asked
      this.#waiting = setTimeout(() => void this.search(asked), first ? 0 : WAIT_MS)
      first = false
      return () => clearTimeout(this.#waiting)
    })
  }

  ask(part: Partial<SearchQuery>): void {
    this.searchedPhone = null
    this.asked = { ...this.asked, ...part }
  }
  clear(): void {
    this.phone = ""
    this.ask({ ...EMPTY_QUERY, text: this.asked.text })
  }

  async search(asked: SearchQuery): Promise<void> {
    await this.#show(() =>
      api<Page>("GET", `/api/archive/cases?${new URLSearchParams(searchParameters(asked))}`),
    )
  }

  async byPhone(): Promise<void> {
    const phone = this.phone.trim()
    if (phone === "") return
    await this.#show(() =>
      api<Page>("POST", "/api/archive/cases/by-phone", { body: { phone }, command: newId() }),
    )
    if (this.state === "ready") this.searchedPhone = phone
  }

  async more(): Promise<Answer | undefined> {
    if (this.next === null) return undefined
    const turn = this.#turn
    const query = new URLSearchParams({ ...searchParameters(this.asked), after: this.next })
    const reply = await api<Page>("GET", `/api/archive/cases?${query}`)
    if (turn !== this.#turn) return undefined
    if (!reply.ok) return { ok: false, problem: reply.problem } as Answer
    this.found = [...this.found, ...reply.value.cases]
    this.next = reply.value.next
    return undefined
  }

  async #show(asking: () => ReturnType<typeof api<Page>>): Promise<void> {
    clearTimeout(this.#waiting) // what was typed before must not take the place of what is asked for now
    history.replaceState(null, "", queryAddress(this.asked))
    this.#turn += 1
    const turn = this.#turn
    this.state = "loading"
    const reply = await asking()
    if (turn !== this.#turn) return // a later question is being answered
    this.problem = reply.ok ? null : reply.problem
    this.state = reply.ok ? "ready" : "failed"
    if (reply.ok) {
      this.found = reply.value.cases
      this.next = reply.value.next
    }
  }

  async #loadTypes(language: string): Promise<void> {
    const reply = await api<Record<string, string>>("GET", `/api/archive/types?language=${language}`)
    if (reply.ok && i18n.language === language) this.types = reply.value
  }
}
