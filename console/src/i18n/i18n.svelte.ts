/**
 * Words for people. Every string of the console stands in `locale/*.json`, the catalogue it shares with
 * the server, as ICU MessageFormat; Spanish is the reference and the others are complete (tested).
 */

import { IntlMessageFormat } from "intl-messageformat"
import { untrack } from "svelte"
import { LateLanguage, serverAnswers } from "./late-language.svelte.ts"
import { withoutTurning } from "./turned-text.ts"

type Catalogue = typeof import("../../../locale/es.json")
export type MessageKey = keyof Catalogue
export type MessageFacts = { readonly [name: string]: string | number | boolean | null | undefined }

export const LANGUAGES = ["es", "ca", "en", "fr"] as const
export type Language = (typeof LANGUAGES)[number]
/** Each language by its own name: whoever needs the switch may not read ours. */
export const LANGUAGE_NAMES: { readonly [language in Language]: string } = {
  es: "Español",
  ca: "Català",
  en: "English",
  fr: "Français",
}

type Words = Readonly<Record<string, string>>
type Loaders = { readonly [language in Language]: () => Promise<{ default: Words }> }
const FIRST: Loaders = {
  es: () => import("../../../locale/es.json?first"),
  ca: () => import("../../../locale/ca.json?first"),
  en: () => import("../../../locale/en.json?first"),
  fr: () => import("../../../locale/fr.json?first"),
}
/** What `tools/words.ts` names: loaded by the pages that say it. */
const LATER: Loaders = {
  es: () => import("../../../locale/es.json?later"),
  ca: () => import("../../../locale/ca.json?later"),
  en: () => import("../../../locale/en.json?later"),
  fr: () => import("../../../locale/fr.json?later"),
}
const FIRST_ONLY: readonly Loaders[] = [FIRST]
const ALL: readonly Loaders[] = [FIRST, LATER]

const STORED = "auxilio.language"

class I18n {
  language = $state<Language>("es")
  /** The language that was pressed last: its words may still be on their way. */
  chosen = $state<Language>("es")
  #words = $state.raw<Words>({})
  #spanish: Words = {}
  /** What lies over them all: a language that only one page says. */
  #laid = $state.raw<Words>({})
  /** Of which shares the words are asked for, and of which they are here. */
  #loaders: readonly Loaders[] = FIRST_ONLY
  #here: readonly Loaders[] = []
  /** The words that were asked for last. */
  #coming: Promise<void> = Promise.resolve()
  #formats = new Map<string, IntlMessageFormat>()
  /** What was chosen without network: it comes by itself, and until then nothing changes. */
  readonly late = new LateLanguage<Language>()

  /** Of which languages the words that are asked for are here. */
  readonly #loaded = new Set<Language>()

  /** Loads the catalogues and sets the document's language. The first one must come. */
  async use(language: Language, remember = true): Promise<void> {
    this.late.forget()
    this.chosen = language
    if (this.#here.length > 0 && !(await this.reaches(language))) {
      if (this.chosen !== language) return this.#coming
      this.chosen = this.language
      const reaches = () => this.reaches(language)
      this.late.wait(language, reaches, () => void this.use(language, remember))
      return
    }
    if (this.chosen !== language) return this.#coming
    this.#coming = this.#load(language)
    await this.#coming
    if (remember && this.chosen === language) localStorage.setItem(STORED, language)
  }
  /** Whether the words of a language can be had now; once they could, they are here. */
  async reaches(language: Language): Promise<boolean> {
    if (this.#loaded.has(language)) return true
    if (!(await serverAnswers())) return false
    try {
      await wordsOf(this.#loaders, language)
      return true
    } catch {
      return false
    }
  }

  /** The words that not every page says, too: for a page that says them, before it is shown. */
  async useAll(): Promise<void> {
    if (this.#here !== ALL) {
      this.#loaders = ALL
      this.#loaded.clear()
      // A page is loaded while the frame is drawn: nothing that is drawn may change by it yet.
      this.#coming = this.#load(untrack(() => this.chosen))
    }
    await this.#coming
  }

  async #load(language: Language): Promise<void> {
    const loaders = this.#loaders
    const [words, spanish] = await Promise.all([wordsOf(loaders, language), wordsOf(loaders, "es")])
    // Another language was pressed meanwhile, or all words are asked for: then what was asked last is waited for.
    if (this.chosen !== language || this.#loaders !== loaders) return this.#coming
    this.#formats.clear()
    this.#here = loaders
    this.#loaded.add(language).add("es")
    this.#spanish = spanish
    this.#words = words
    this.language = language
    document.documentElement.lang = language
  }

  /** The language chosen on this machine, else the first of the browser's that we speak, else Spanish. */
  preferred(): Language {
    const wished = [localStorage.getItem(STORED), ...navigator.languages.map((tag) => tag.slice(0, 2))]
    return LANGUAGES.find((language) => language === wished.find((tag) => tag && isLanguage(tag))) ?? "es"
  }

  /** Words of one page in a language of its own; what they lack is said in that of the console. */
  lay(words: Words): void {
    this.#formats.clear()
    this.#laid = words
  }

  has(key: string): boolean {
    return key in this.#words || key in this.#spanish
  }

  say(key: string, facts: MessageFacts = {}): string {
    const text = this.#laid[key] ?? this.#words[key] ?? this.#spanish[key]
    if (text === undefined) return key
    let format = this.#formats.get(key)
    if (format === undefined) {
      format = new IntlMessageFormat(text, this.language, undefined, { ignoreTag: true })
      this.#formats.set(key, format)
    }
    return withoutTurning(String(format.format(facts as Record<string, string>)))
  }
}

async function wordsOf(loaders: readonly Loaders[], language: Language): Promise<Words> {
  const shares = await Promise.all(loaders.map((each) => each[language]()))
  return Object.assign({}, ...shares.map((share) => share.default)) as Words
}

export const i18n = new I18n()

/** Facts of data: what a text speaks of and was not sent is left out, and the rest is still said. */
export function lenientFacts(facts: MessageFacts): MessageFacts {
  return new Proxy(facts, {
    has: () => true,
    get: (of, name) => (typeof name === "string" ? (of[name] ?? "") : undefined),
  })
}

/** The words of a key known when this was written: `t("shell.help")`. */
export function t(key: MessageKey, facts?: MessageFacts): string {
  return i18n.say(key, facts)
}

/** The words of a key made of data, such as `refusal.` and a code; `otherwise` when there are none. */
export function tOr(key: string, otherwise: MessageKey, facts?: MessageFacts): string {
  return i18n.has(key) ? i18n.say(key, facts) : i18n.say(otherwise, facts)
}

/** A language by its name in ours: «neerlandés». Whatever tag a network or a phone sends has one; else the tag itself. */
export function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames([i18n.language], { type: "language" }).of(tag) ?? tag
    // Browsers have no name for some, as for Berber: they say the tag.
    return name === tag ? tOr(`language.name.${tag}`, "common.plain", { text: tag }) : name
  } catch {
    return tag
  }
}

export function isLanguage(tag: string): tag is Language {
  return (LANGUAGES as readonly string[]).includes(tag)
}
