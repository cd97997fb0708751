/**
 * The chapter of the manual about what is on the screen, for F1's help. A page says it while it is there:
 * `useManual(() => "administrator/people")`.
 */

import { i18n } from "../i18n/i18n.svelte.ts"

class ManualChapter {
  #source = $state.raw<(() => string) | null>(null)
  /** In the language of the page; without a chapter of its own the contents. */
  readonly address = $derived(["/manual", i18n.language, ...(this.#source ? [this.#source()] : [])].join("/"))
  /** Whether this page has a chapter of its own. */
  readonly own = $derived(this.#source !== null)

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
