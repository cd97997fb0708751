/** The sentences of the phrasebook as rows of the desk: by number, the operator's beside the caller's. Pure. */

import { hasEachWord } from "../kit/plain-text.ts"
import { primaryLanguage } from "../kit/primary-language.ts"
import type { Phrasebook, PhraseText } from "../protocol/generated.ts"

export interface PhraseRow {
  /** The number of a sentence; of an answer the key that the caller presses. */
  readonly number: string
  readonly part: string
  readonly ours: string
  readonly theirs: string
  readonly read: string | null
}
export const ANSWERS = "answers"

/** The languages that can be read to a caller: those of the book but the operator's own. */
export function callerLanguages(book: Phrasebook, own: string): readonly string[] {
  return Object.keys(book.languages).filter((each) => each !== own)
}

/** The language of the book that a caller understands; null where it has none. */
export function languageFor(book: Phrasebook, own: string, caller: string | null | undefined): string | null {
  const wanted = primaryLanguage(caller ?? "")
  return callerLanguages(book, own).includes(wanted) ? wanted : null
}

/** Every sentence in the order of its number, then the words of answers with their keys. */
export function phraseRows(book: Phrasebook, own: string, caller: string): readonly PhraseRow[] {
  const [ours, theirs] = [book.languages[own], book.languages[caller]]
  if (ours === undefined || theirs === undefined) return []
  const row = (part: string, number: string, our: PhraseText | undefined, their: PhraseText): PhraseRow => ({
    number,
    part,
    ours: our?.say ?? "",
    theirs: their.say,
    read: their.read ?? null,
  })
  const sentences = Object.entries(theirs.sentences)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([number, text]) => row(partOf(book, Number(number)), number, ours.sentences[number], text))
  const answers = Object.entries(theirs.words)
    .sort(([one], [other]) => order(one) - order(other))
    .map(([code, text]) => row(ANSWERS, book.keys[code] ?? code, ours.words[code], text))
  return [...sentences, ...answers]
}

/** The rows of a number, or whose words have each one that was typed; all of them where nothing was. */
export function findPhrases(rows: readonly PhraseRow[], typed: string): readonly PhraseRow[] {
  const wanted = typed.trim()
  if (/^\d+$/.test(wanted))
    return rows.filter((row) => row.part !== ANSWERS && row.number === String(Number(wanted)))
  return rows.filter((row) => hasEachWord(`${row.ours} ${row.theirs}`, wanted))
}

function partOf(book: Phrasebook, number: number): string {
  const begun = Object.entries(book.parts).filter(([, first]) => first <= number)
  return begun.sort(([, one], [, other]) => one - other).at(-1)?.[0] ?? ""
}
/** Yes, no and not known stand before the numbers. */
function order(code: string): number {
  const at = ["Y", "N", "U"].indexOf(code)
  return at < 0 ? Number(code) : at - 3
}
