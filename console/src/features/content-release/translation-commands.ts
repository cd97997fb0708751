/** Reading translations by single keys, while the sentences of a document have the hand. */

import { singleKey } from "../../commands/keys.ts"
import type { ConsoleCommand } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { TranslationRow } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"

/** What a reader can do with the document that is open. */
export interface ReadingActions {
  /** How far the open document has come; null while none is open. */
  readonly state: TranslationRow["state"] | null
  /** The reader wrote it. */
  readonly own: boolean
  readonly sentence: boolean
  /** Whether any document of the language is unread besides the open one. */
  readonly next: boolean
  readonly undoable: boolean
  read(): Promise<Answer>
  wrong(): void
  goOn(): Promise<void>
  undo(): Promise<Answer>
}

/** The region of the draft, and the part of it in which the keys act. */
export const READING_REGION = 4
const PART = "sentences"

/** Why the open document cannot be said to be read; true when it can. */
export function checkReading(reading: ReadingActions | null): true | MessageKey {
  if (reading === null) return "reads.why_closed"
  if (reading.state === null) return "reads.why_none_open"
  if (reading.own) return "reads.own"
  if (reading.state === "read") return "reads.why_read"
  return reading.state === "to_mend" ? "reads.why_to_mend" : true
}

export function translationCommands(reading: ReadingActions | null): readonly ConsoleCommand[] {
  const closed = (then: true | MessageKey): true | MessageKey =>
    reading === null ? "reads.why_closed" : then
  const one = (
    id: string,
    label: MessageKey,
    code: string,
    when: () => true | MessageKey,
    run: ConsoleCommand["run"],
  ): ConsoleCommand => ({
    id: `content.${id}`,
    label,
    key: singleKey(code),
    region: READING_REGION,
    part: PART,
    permission: PERMISSION.CONTENT_WRITE,
    when,
    run,
  })
  return [
    one(
      "read_done",
      "reads.done",
      "KeyL",
      () => checkReading(reading),
      () => reading?.read(),
    ),
    one(
      "read_wrong",
      "reads.wrong",
      "KeyM",
      () => closed(reading?.sentence ? true : "reads.why_no_sentence"),
      () => reading?.wrong(),
    ),
    one(
      "read_next",
      "reads.next",
      "KeyA",
      () => closed(reading?.next ? true : "reads.why_all_read"),
      () => reading?.goOn(),
    ),
    one(
      "read_undo",
      "reads.undo",
      "KeyD",
      () => closed(reading?.undoable ? true : "reads.why_no_undo"),
      () => reading?.undo(),
    ),
  ]
}
