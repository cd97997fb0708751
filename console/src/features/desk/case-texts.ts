/** The texts of the case in hand that are typed in a layer: each is a command of the desk, a layer and a command to the server. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { AnyCommand, CaseRow } from "../../protocol/generated.ts"

export interface CaseText {
  /** Of the command of the desk, and its words. */
  readonly id: string
  readonly title: MessageKey
  readonly label: MessageKey
  readonly hint: MessageKey
  /** Why the button does nothing without words; where there is none, empty words are an answer too. */
  readonly why?: MessageKey
  readonly maxlength: number
  readonly lines?: number
  readonly button?: MessageKey
  /** Why it cannot be typed now, or undefined. */
  readonly refused?: (known: { readonly reserved?: boolean }) => MessageKey | undefined
  /** With what the field begins. */
  readonly known: (known: CaseRow) => string
  readonly sends: AnyCommand["kind"]
  readonly command: (id: string, text: string) => AnyCommand
}

export const CASE_TEXTS: readonly CaseText[] = [
  {
    id: "desk.reserve",
    title: "desk.reserve",
    label: "desk.reserve_why",
    hint: "desk.reserve_hint",
    why: "desk.reserve_no_reason",
    maxlength: 200,
    refused: ({ reserved }) => (reserved ? "desk.why_reserved" : undefined),
    known: () => "",
    sends: "cases.reserve",
    command: (id, reason) => ({ kind: "cases.reserve", case: id, reason }),
  },
]
