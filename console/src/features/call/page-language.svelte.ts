/**
 * The language that the caller's page is read in. The words of a partial one are loaded when it is chosen and lie over the Spanish
 * ones: what it does not say stands in Spanish, all of it where they cannot be loaded. The desk is told the language all the same.
 */

import { i18n, LANGUAGES, type Language } from "../../i18n/i18n.svelte.ts"
import { isPartial, type PartialLanguage, preferredPartial } from "./page-language.ts"

const KEPT = "auxilio.caller.language"
const WORDS = {
  gl: () => import("./words/gl.json"),
  ro: () => import("./words/ro.json"),
} as const

class PageLanguage {
  #partial = $state<PartialLanguage | null>(null)
  readonly chosen = $derived<Language | PartialLanguage>(this.#partial ?? i18n.chosen)

  /** Takes up what this phone chose or speaks; call once. */
  async begin(): Promise<void> {
    const wanted = preferredPartial(
      localStorage.getItem(KEPT),
      localStorage.getItem("auxilio.language"),
      navigator.languages,
      LANGUAGES,
    )
    if (wanted) await this.use(wanted, false)
  }
  async use(language: Language | PartialLanguage, remember = true): Promise<void> {
    this.#partial = isPartial(language) ? language : null
    if (remember && isPartial(language)) localStorage.setItem(KEPT, language)
    if (remember && !isPartial(language)) localStorage.removeItem(KEPT)
    const coming = isPartial(language) ? WORDS[language]().catch(() => null) : null
    await i18n.use(isPartial(language) ? "es" : language, remember && !isPartial(language))
    const words = await coming
    // Another one was pressed while this one was on its way.
    if (this.chosen !== language) return
    i18n.lay(words?.default ?? {})
    document.documentElement.lang = language
  }
  /** Another page is read in the console's own language. */
  end(): void {
    i18n.lay({})
    document.documentElement.lang = i18n.language
  }
  /** A language by its name in this one. */
  nameOf(tag: string): string {
    return new Intl.DisplayNames([this.chosen], { type: "language" }).of(tag) ?? tag
  }
}

export const pageLanguage = new PageLanguage()
