/** The phrasebook of the content in force, opened at the desk for a caller who speaks another language. */

import type { ConsoleCommand } from "../commands/registry.ts"
import { i18n, languageName } from "../i18n/i18n.svelte.ts"
import type { Phrasebook } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"
import { callerLanguages, findPhrases, languageFor, phraseRows } from "./sentences.ts"

export class PhrasebookView {
  readonly #caller: () => string | null | undefined
  open = $state(false)
  text = $state("")
  /** The language that is read to the caller; empty until the book has come. */
  language = $state("")
  book = $state.raw<Phrasebook | null>(null)
  problem = $state.raw<Problem | null>(null)
  readonly languages = $derived(
    (this.book ? callerLanguages(this.book, i18n.language) : [])
      .map((value) => ({ value, label: languageName(this.book?.languages[value]?.language ?? value) }))
      .sort((a, b) => a.label.localeCompare(b.label, i18n.language)),
  )
  readonly #rows = $derived(this.book ? phraseRows(this.book, i18n.language, this.language) : [])
  readonly found = $derived(findPhrases(this.#rows, this.text))
  readonly readBy = $derived(this.book?.languages[this.language]?.read_by ?? null)
  readonly respelt = $derived(this.#rows.some((row) => row.read !== null))

  /** `caller`: the language of the call in hand; undefined where nobody calls, or it is not known. */
  constructor(caller: () => string | null | undefined) {
    this.#caller = caller
  }

  /** Whose language no sentence is in; null where there are some, or the language is not known. */
  get lacking(): string | null {
    const caller = this.#caller()
    if (!this.book || !caller || languageFor(this.book, "", caller) !== null) return null
    return caller
  }
  /** What is in force now; what came before stays in sight meanwhile. */
  async show(): Promise<void> {
    this.text = ""
    this.open = true
    this.#choose()
    const reply = await api<Phrasebook>("GET", "/api/content/phrasebook", { kept: true })
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return
    this.book = reply.value
    this.#choose()
  }
  command(): ConsoleCommand {
    return {
      id: "desk.phrasebook",
      label: "phrasebook.title",
      also: "phrasebook.also",
      permission: PERMISSION.CALL_TALK,
      run: () => this.show(),
    }
  }
  #choose(): void {
    if (!this.book) return
    const own = i18n.language
    const there = callerLanguages(this.book, own)
    const kept = there.includes(this.language) ? this.language : (this.languages[0]?.value ?? "")
    this.language = languageFor(this.book, own, this.#caller()) ?? kept
  }
}
