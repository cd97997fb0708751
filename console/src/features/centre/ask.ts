/**
 * A question that a key of this page opens: digits to choose by, a line or two of words, one command.
 * Each says what it asks and what it sends; `AskLayer` draws them all.
 */

import type { Answer } from "../../state/outbox.ts"

export interface Choice {
  readonly id: string
  readonly key: string
  readonly label: string
  readonly detail?: string
}
export interface AskField {
  readonly id: string
  readonly label: string
  readonly required?: boolean
  readonly value?: string
}
export type Said = { readonly choice: string } & { readonly [field: string]: string }
export interface Ask {
  readonly title: string
  readonly choices?: readonly Choice[]
  readonly chosen?: string
  readonly select?: { readonly label: string; readonly options: readonly { value: string; label: string }[] }
  readonly fields?: readonly AskField[]
  readonly does: string
  /** What it sends; or the next question. */
  run(said: Said): Promise<Answer | Ask> | Ask | undefined
}

export const digits = (labels: readonly (readonly [id: string, label: string])[]): readonly Choice[] =>
  labels.map(([id, label], index) => ({ id, key: String(index + 1), label }))
