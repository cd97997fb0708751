/**
 * Proposes incident types from free words while they are typed: Spanish, Catalan or English, mixed and misspelt.
 * The twin of `src/auxilio/triage/core/type_suggestion.py`, which explains the scoring; `tests/vectors/suggest.json` holds both to
 * the same answers. Here it answers at the key press, also without a server, and the words leave no desk.
 */

import type { LocalizedText, PriorityLevel } from "./content.ts"

export interface SuggestibleType {
  readonly code: string
  readonly name: LocalizedText
  readonly priority: PriorityLevel
  /** What people say for it, by language. */
  readonly words?: Readonly<Record<string, readonly string[]>>
}

export interface Suggestion {
  readonly type: string
  readonly score: number
  /** The phrase it is known by, and the words that were heard of it. */
  readonly phrase: string
  readonly language: string
  readonly words: readonly string[]
  readonly priority: PriorityLevel
}

interface Phrase {
  readonly type: string
  readonly said: string
  readonly language: string
  readonly words: readonly string[]
}

interface TermMatch {
  readonly sure: number
  readonly said: string
}

const WORDS_MAX = 40
const STEM = 5
const STEM_CREDIT = 0.85
const PREFIX_LETTERS_MIN = 3
const PREFIX_CREDIT = 0.7
const TYPO_MIN = 82
const FUZZY_LETTERS_MIN = 4
const FUZZY_MAX = 3
const SCORE_MIN = 0.9
const NAMED = ["es", "ca", "en"]

/** Made once for the typology in force. */
export class Suggester {
  readonly #small: ReadonlySet<string>
  readonly #priority: ReadonlyMap<string, PriorityLevel>
  readonly #phrases: readonly Phrase[]
  readonly #with = new Map<string, number[]>()
  readonly #family = new Map<string, string[]>()
  readonly #vocabulary: readonly string[]
  readonly #worth = new Map<string, number>()

  /** `small` are words that carry no meaning: reviewed content, as on the server. */
  constructor(types: readonly SuggestibleType[], small: readonly string[]) {
    this.#small = new Set(small)
    this.#priority = new Map(types.map((type) => [type.code, type.priority]))
    this.#phrases = types.flatMap((type) => phrasesOf(type, this.#small))
    const typesOf = new Map<string, Set<string>>()
    this.#phrases.forEach((phrase, i) => {
      for (const word of new Set(phrase.words)) {
        push(this.#with, word, i)
        typesOf.set(word, (typesOf.get(word) ?? new Set()).add(phrase.type))
      }
    })
    for (const [word, found] of typesOf) {
      this.#worth.set(word, Math.log(1 + types.length / found.size))
      if (word.length >= STEM) push(this.#family, word.slice(0, STEM), word)
    }
    this.#vocabulary = [...this.#with.keys()].sort()
  }

  /** The likeliest types, best first; none when nothing was recognised. */
  suggest(text: string, limit = 3): Suggestion[] {
    const heard = this.#hear(meaningfulWords(text, this.#small).slice(-WORDS_MAX))
    const best = new Map<string, Suggestion>()
    for (const i of new Set([...heard.keys()].flatMap((word) => this.#with.get(word) ?? []))) {
      const phrase = this.#phrases[i]
      if (phrase === undefined) continue
      const found = this.#score(phrase, heard)
      if (found.score < SCORE_MIN || found.score <= (best.get(phrase.type)?.score ?? 0)) continue
      best.set(phrase.type, {
        type: phrase.type,
        phrase: phrase.said,
        language: phrase.language,
        priority: this.#priority.get(phrase.type) ?? 4,
        ...found,
      })
    }
    return [...best.values()]
      .map((suggestion) => ({ ...suggestion, score: Math.round(suggestion.score * 1000) / 1000 }))
      .sort((a, b) => b.score - a.score || a.priority - b.priority || (a.type < b.type ? -1 : 1))
      .slice(0, limit)
  }

  /** Known word -> how surely it was heard, and as what. */
  #hear(said: readonly string[]): Map<string, TermMatch> {
    const heard = new Map<string, TermMatch>()
    said.forEach((word, i) => {
      for (const [known, sure] of this.#knownWords(word, i === said.length - 1)) {
        if (sure > (heard.get(known)?.sure ?? 0)) heard.set(known, { sure, said: word })
      }
    })
    return heard
  }

  /** `typing`: the word may still be being typed. */
  #knownWords(word: string, typing: boolean): [string, number][] {
    const own: [string, number][] = this.#with.has(word) ? [[word, 1]] : []
    if (word.length >= STEM) {
      for (const known of this.#family.get(word.slice(0, STEM)) ?? []) {
        if (known !== word) own.push([known, STEM_CREDIT])
      }
    }
    if (own.length === 0 && typing && word.length >= PREFIX_LETTERS_MIN) {
      for (const known of this.#vocabulary) if (known.startsWith(word)) own.push([known, PREFIX_CREDIT])
    }
    if (own.length > 0 || word.length < FUZZY_LETTERS_MIN) return own
    return this.#vocabulary
      .map((known): [string, number] => [known, likeness(word, known)])
      .filter(([, alike]) => alike >= TYPO_MIN)
      .sort(([, a], [, b]) => b - a)
      .slice(0, FUZZY_MAX)
      .map(([known, alike]) => [known, (alike / 100) * STEM_CREDIT])
  }

  /** Rareness of what was heard of the phrase, times the share of the phrase that it is. */
  #score(phrase: Phrase, heard: ReadonlyMap<string, TermMatch>): { score: number; words: string[] } {
    let whole = 0
    let worth = 0
    const words = new Set<string>()
    for (const word of phrase.words) {
      const rare = this.#worth.get(word) ?? 0
      const found = heard.get(word)
      whole += rare
      if (found === undefined) continue
      worth += rare * found.sure
      words.add(found.said)
    }
    return { score: worth * (worth / whole), words: [...words] }
  }
}

/** The words that carry meaning, without accents or capitals. */
export function meaningfulWords(text: string, small: ReadonlySet<string>): string[] {
  const letters = text.toLowerCase().replaceAll("·", "").normalize("NFKD").replaceAll(/\p{M}/gu, "")
  return (letters.match(/[a-z0-9]+/g) ?? []).filter((word) => !small.has(word))
}

function phrasesOf(type: SuggestibleType, small: ReadonlySet<string>): Phrase[] {
  const named = NAMED.flatMap((language) => {
    const name = type.name[language]
    return name === undefined ? [] : [{ language, said: name }]
  })
  const said = Object.entries(type.words ?? {}).flatMap(([language, phrases]) =>
    phrases.map((phrase) => ({ language, said: phrase })),
  )
  return [...named, ...said]
    .map((phrase) => ({ type: type.code, ...phrase, words: meaningfulWords(phrase.said, small) }))
    .filter((phrase) => phrase.words.length > 0)
}

/** How alike two words are, 0 to 100: letters in common, in order, of all letters (rapidfuzz `ratio`). */
function likeness(a: string, b: string): number {
  if ((200 * Math.min(a.length, b.length)) / (a.length + b.length) < TYPO_MIN) return 0
  let row = new Array<number>(b.length + 1).fill(0)
  for (const letter of a) {
    const next = [0]
    for (let j = 1; j <= b.length; j++) {
      next.push(letter === b[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0))
    }
    row = next
  }
  return (200 * (row[b.length] ?? 0)) / (a.length + b.length)
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}
