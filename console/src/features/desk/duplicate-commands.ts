/** What can be done about calls and cases that may tell of one event, or of one person. */

import { altKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import type { InHand } from "./in-hand.ts"

type Done = Promise<Answer> | undefined

/** What these commands need of the desk. */
export interface DuplicateActions extends InHand {
  readonly nearMarked: string | null
  /** A live case that the call in hand may tell of too. */
  readonly suggested: { readonly case: string; readonly number: number } | undefined
  joinSuggested(): Promise<Answer | undefined> | undefined
  putAside(): void
  /** An unanswered call that may be of the caller in hand. */
  readonly retry: { readonly id: string; readonly number: number } | undefined
  confirmRetry(): Done
  putRetryAside(): void
  readonly otherCalls: readonly unknown[]
  part(): Done
  joinMarked(): Promise<Answer | undefined> | undefined
}

/**
 * The line that asks, if one does: the event, then the person. J and K are about what was marked by hand, then about that
 * line, then about whoever is on the line: to put a line aside by mistake harms nobody.
 */
export function askedLine(desk: Pick<DuplicateActions, "suggested" | "retry">): "event" | "person" | null {
  return desk.suggested ? "event" : desk.retry ? "person" : null
}

export function duplicateCommands(desk: DuplicateActions): readonly ConsoleCommand[] {
  const asks = askedLine(desk)
  const joins = desk.nearMarked !== null ? "marked" : (asks ?? "marked")
  return [
    {
      id: "desk.join",
      label: "desk.join",
      ...(joins === "marked" ? { key: altKey("J") } : {}),
      permission: PERMISSION.CASE_LINK,
      sends: ["cases.merge", "cases.link_call"],
      when: () => whenPresent(desk.nearMarked !== null && (desk.call || desk.case), "desk.why_none_marked"),
      about: () => desk.nearMarked,
      asks: true,
      run: () => desk.joinMarked(),
    },
    {
      id: "desk.same",
      label: "desk.same_join",
      facts: () => ({ number: desk.suggested?.number ?? "" }),
      ...(joins === "event" ? { key: altKey("J") } : {}),
      permission: PERMISSION.CASE_LINK,
      sends: ["cases.merge", "cases.link_call", "triage.start_run"],
      when: () => whenPresent(desk.suggested, "desk.why_no_same"),
      about: () => desk.suggested?.case,
      asks: true,
      run: () => desk.joinSuggested(),
    },
    {
      id: "desk.another",
      label: "desk.same_another",
      ...(asks === "event" ? { key: altKey("K") } : {}),
      permission: PERMISSION.CASE_LINK,
      when: () => whenPresent(desk.suggested, "desk.why_no_same"),
      about: () => desk.suggested?.case,
      asks: true,
      run: () => desk.putAside(),
    },
    {
      id: "desk.retry",
      label: "desk.retry_join",
      facts: () => ({ number: desk.retry?.number ?? "" }),
      ...(joins === "person" ? { key: altKey("J") } : {}),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.confirm_retry"],
      when: () => whenPresent(desk.retry, "desk.why_no_retry"),
      about: () => desk.retry?.id,
      asks: true,
      run: () => desk.confirmRetry(),
    },
    {
      id: "desk.not_retry",
      label: "desk.retry_another",
      ...(asks === "person" ? { key: altKey("K") } : {}),
      permission: PERMISSION.CALL_ANSWER,
      when: () => whenPresent(desk.retry, "desk.why_no_retry"),
      about: () => desk.retry?.id,
      asks: true,
      run: () => desk.putRetryAside(),
    },
    {
      id: "desk.part",
      label: "desk.part",
      permission: PERMISSION.CASE_LINK,
      sends: ["cases.unlink_call", "cases.part"],
      when: () => whenPresent(desk.call && desk.otherCalls.length > 0, "desk.why_alone"),
      run: () => desk.part(),
    },
  ]
}
