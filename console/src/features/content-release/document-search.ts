/** Documents of a set by what an author remembers of them: the name of the file, a title, a question, an answer, a step. Pure. */

import type { Card, LocalizedText, Protocol } from "../../engine/content.ts"
import { plainText } from "../../kit/plain-text.ts"
import { SPECIFICATIONS, specificationPath } from "./impact.ts"

export interface KnownDocuments {
  readonly protocols: Readonly<Record<string, Protocol>>
  readonly cards: Readonly<Record<string, Card>>
}
export interface SearchedDocument {
  readonly title: LocalizedText
  /** Words of the title in every language, and of all that is asked and said, without capitals and accents. */
  readonly titles: string
  readonly texts: string
}
export type DocumentWords = ReadonlyMap<string, SearchedDocument>

/** By path of the file. A specification is called as its protocol. */
export function documentWords(of: KnownDocuments): DocumentWords {
  const found = new Map<string, SearchedDocument>()
  for (const { id, title, greeting, questions } of Object.values(of.protocols)) {
    const asked = questions.flatMap((one) => [
      one.ask,
      one.help,
      ...(one.answers ?? []).map((each) => each.label),
    ])
    found.set(`protocols/${id}.yaml`, searched(title, [greeting, ...asked]))
    found.set(specificationPath(id), searched(title, []))
  }
  for (const { id, title, note, steps, never } of Object.values(of.cards)) {
    const said = steps.flatMap((step) => [step.say, step.write])
    const forbidden = Object.values(never).map((words) => ({ words: words.join(" ") }))
    found.set(`cards/${id}.yaml`, searched(title, [note, ...said, ...forbidden]))
  }
  return found
}
function searched(title: LocalizedText, texts: readonly (LocalizedText | undefined)[]): SearchedDocument {
  return { title, titles: joined([title]), texts: joined(texts) }
}
const joined = (texts: readonly (LocalizedText | undefined)[]) =>
  plainText(texts.flatMap((text) => Object.values(text ?? {})).join("\n"))

/** Those that have every word that is sought: by the name of the file first, then by title, then by what is asked or said.
 * A specification comes after its protocol. */
export function findDocuments(
  paths: readonly string[],
  sought: string,
  words: DocumentWords,
): readonly string[] {
  const wanted = plainText(sought).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return paths
  const rank = (path: string) => {
    const known = words.get(path)
    const places = [path.toLowerCase(), known?.titles ?? "", known?.texts ?? ""]
    const first = places.findIndex((place) => wanted.every((word) => place.includes(word)))
    if (first >= 0) return first
    return wanted.every((word) => places.some((place) => place.includes(word))) ? places.length : -1
  }
  return paths
    .map((path) => ({ path, rank: rank(path) }))
    .filter((one) => one.rank >= 0)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        Number(a.path.startsWith(SPECIFICATIONS)) - Number(b.path.startsWith(SPECIFICATIONS)),
    )
    .map((one) => one.path)
}
