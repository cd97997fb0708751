/** Translations to be read, as the page shows them: in which order, by which words, and what part of a document a sentence is of. Pure. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { hasEachWord } from "../../kit/plain-text.ts"
import type { ReadSentence, TranslationRow } from "../../protocol/generated.ts"

/** Somebody has to read it as it stands; what must be mended waits for its author. */
export const isUnread = (row: TranslationRow): boolean => row.state === "unread" || row.state === "changed"

/** The next document to read after the one that is open, from the beginning again after the last; undefined when all are read. */
export function nextUnread(
  rows: readonly TranslationRow[],
  after: string | null,
): TranslationRow | undefined {
  const at = rows.findIndex((row) => row.id === after)
  return [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find((row) => isUnread(row) && row.id !== after)
}

/** Rows whose id or title, in any language, has all these words. */
export function findRows(rows: readonly TranslationRow[], sought: string): readonly TranslationRow[] {
  return rows.filter((row) => hasEachWord([row.id, ...Object.values(row.title)].join(" "), sought.trim()))
}

export type RowGroup = "life" | "protocol" | "card"
export const groupOfRow = (row: TranslationRow): RowGroup => (row.life ? "life" : row.kind)

export const keyOfSentence = (sentence: ReadSentence): string => `${sentence.where}#${sentence.nth}`

const PARTS = ["questions", "rules", "additions", "steps"] as const

/** The part of the document that a sentence is of: what it is called, and its id. */
export function partOfSentence(where: string): { readonly label: MessageKey; readonly id: string } {
  const [first = "", id = ""] = where.split("/")
  const part = PARTS.find((each) => each === first)
  if (part !== undefined) return { label: `reads.part.${part}`, id }
  if (first === "title" || first === "never") return { label: `reads.part.${first}`, id: "" }
  return { label: "reads.part.other", id: "" }
}

/** The language that a reader begins with: the first of theirs that is read here, else that of the page. */
export function firstLanguage(spoken: readonly string[], page: string): string {
  return [...spoken, page, "ca"].find((each) => each !== "es") ?? "ca"
}
