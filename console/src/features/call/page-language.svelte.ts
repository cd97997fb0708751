/**
 * The language that the caller's page is read in. The words of a partial one are loaded when it is chosen and lie over the Spanish
 * ones: what it does not say stands in Spanish. Without network the page stays in the language that it has, says so, and takes the
 * other one when its words can be loaded.
 */

import { i18n, LANGUAGES, type Language } from "../../i18n/i18n.svelte.ts"
import { LateLanguage, serverAnswers } from "../../i18n/late-language.svelte.ts"
import { isPartial, type PartialLanguage, preferredPartial } from "./page-language.ts"

const KEPT = "auxilio.caller.language"
const WORDS = {
  gl: () => import("./words/gl.json"),
  ro: () => import("./words/ro.json"),
} as const

/** Of which of them the words are here. */
const LOADED = new Set<PartialLanguage>()

class PageLanguage {
  #partial = $state<PartialLanguage | null>(null)
  /** The language that was pressed: its words may still be on their way. */
  #pressed = $state<Language | PartialLanguage | null>(null)
  readonly chosen = $derived<Language | PartialLanguage>(this.#pressed ?? this.#partial ?? i18n.chosen)
  readonly #late = new LateLanguage<Language | PartialLanguage>()

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
    this.#late.forget()
    this.#pressed = language
    const words = await wordsOf(language)
    // Another one was pressed while this one was on its way.
    if (this.#pressed !== language) return
    this.#pressed = null
    if (words === null) {
      const reaches = async () => (await wordsOf(language)) !== null
      this.#late.wait(language, reaches, () => void this.use(language, remember))
      return
    }
    this.#partial = isPartial(language) ? language : null
    if (remember && isPartial(language)) localStorage.setItem(KEPT, language)
    if (remember && !isPartial(language)) localStorage.removeItem(KEPT)
    await i18n.use(isPartial(language) ? "es" : language, remember && !isPartial(language))
    if (this.chosen !== language) return
    i18n.lay(words)
    document.documentElement.lang = language
  }
  /** The language that comes when the network is back. */
  get late(): Language | PartialLanguage | null {
    return this.#late.tag ?? i18n.late.tag
  }
  /** Another page is read in the console's own language. */
  end(): void {
    this.#late.forget()
    i18n.lay({})
    document.documentElement.lang = i18n.language
  }
  /** A language by its name in this one. */
  nameOf(tag: string): string {
    return new Intl.DisplayNames([this.chosen], { type: "language" }).of(tag) ?? tag
  }
}

/** What lies over the console's words in this language: nothing over one of its own. null: its words cannot be had now. */
async function wordsOf(
  language: Language | PartialLanguage,
): Promise<Readonly<Record<string, string>> | null> {
  if (!isPartial(language)) return (await i18n.reaches(language)) ? {} : null
  if (!(LOADED.has(language) || (await serverAnswers()))) return null
  const [words, spanish] = await Promise.all([WORDS[language]().catch(() => null), i18n.reaches("es")])
  if (words) LOADED.add(language)
  return spanish && words ? words.default : null
}

export const pageLanguage = new PageLanguage()
