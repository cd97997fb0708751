/**
 * The chapter of the manual about what is on the screen, for F1's help: that of the route (`ROUTES`), or the one that
 * the page says while a part of it is open: `useManual(() => "administrator/people")`.
 */

import { i18n } from "../i18n/i18n.svelte.ts"

class ManualChapter {
  /** Of the route that is open; the frame sets it. */
  page = $state.raw<string | null>(null)
  #source = $state.raw<(() => string) | null>(null)
  readonly #chapter = $derived(this.#source?.() ?? this.page)
  /** In the language of the page; without a chapter the contents. */
  readonly address = $derived(["/manual", i18n.language, ...(this.#chapter ? [this.#chapter] : [])].join("/"))
  /** Whether what is on the screen has a chapter. */
  readonly own = $derived(this.#chapter !== null)

  use(source: () => string): void {
    $effect(() => {
      this.#source = source
      return () => {
        if (this.#source === source) this.#source = null
      }
    })
  }
}

export const manual = new ManualChapter()

export function useManual(source: () => string): void {
  manual.use(source)
}
