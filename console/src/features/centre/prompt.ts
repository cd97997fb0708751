/**
 * A question that a key of this page opens: digits to choose by, a line or two of words, one command.
 * Each says what it asks and what it sends; `PromptLayer` draws them all.
 */

import type { Answer } from "../../state/outbox.ts"

export interface PromptChoice {
  readonly id: string
  readonly key: string
  readonly label: string
  readonly detail?: string
}
export interface PromptOption {
  readonly id: string
  readonly label: string
  readonly detail?: string
}
export interface PromptSearch {
  readonly label: string
  readonly hint: string
  readonly none: string
  readonly options: readonly PromptOption[]
  readonly chosen?: PromptOption | undefined
}
export interface PromptField {
  readonly id: string
  readonly label: string
  readonly required?: boolean
  readonly value?: string
}
export type PromptInput = { readonly choice: string } & { readonly [field: string]: string }
export interface Prompt {
  readonly title: string
  readonly choices?: readonly PromptChoice[]
  readonly chosen?: string
  readonly select?: { readonly label: string; readonly options: readonly { value: string; label: string }[] }
  /** Searched by typing; `chosen` stands there already, or nothing does. Nothing chosen is said, and sends nothing. */
  readonly find?: PromptSearch
  readonly fields?: readonly PromptField[]
  readonly does: string
  /** What it sends; or the next question. */
  run(said: PromptInput): Promise<Answer | Prompt> | Prompt | undefined
}

export const digitChoices = (
  labels: readonly (readonly [id: string, label: string])[],
): readonly PromptChoice[] => labels.map(([id, label], index) => ({ id, key: String(index + 1), label }))
