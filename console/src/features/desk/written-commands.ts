/** What is sent of interview and card to a caller who reads: one key writes what stands in its region, G as in «Mensaje». */

import { singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenBoth, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"

type Done = Promise<Answer> | undefined

/** What these commands need of the desk. */
export interface WrittenActions {
  /** The caller reads; and the question on screen, the step and the tap that are there. */
  readonly reads: boolean
  readonly askable: string | undefined
  readonly sendable: string | undefined
  /** A card was told to its end. */
  readonly cardDone: boolean
  /** The call has ended: nobody reads. */
  readonly over: boolean
  readonly tapped: { readonly item: string; readonly code: string } | undefined
  /** The caller is on a page of ours, and whether it shows steps in easy language. */
  readonly page: boolean
  readonly easy: boolean
  sendQuestion(): Done
  sendStep(): Done
  confirmTap(): Done
  setEasy(easy: boolean): Done
}

export function writtenCommands(desk: WrittenActions): readonly ConsoleCommand[] {
  const reads = () =>
    whenBoth(whenPresent(!desk.over, "desk.why_call_over"), whenPresent(desk.reads, "desk.why_not_read"))
  return [
    {
      id: "desk.question_send",
      label: "desk.question_send",
      key: singleKey("KeyG"),
      region: 4,
      permission: PERMISSION.TRIAGE_ASK,
      placed: true,
      sends: ["triage.send_question"],
      when: () => whenBoth(reads(), whenPresent(desk.askable, "desk.why_no_question")),
      about: () => desk.askable,
      run: () => desk.sendQuestion(),
    },
    // One key where the hands are: in the interview, and beside a card.
    ...([4, 6] as const).map((region) => ({
      id: region === 4 ? "desk.tap_confirm" : "desk.tap_confirm_card",
      label: "desk.tap_confirm" as const,
      key: singleKey("KeyV"),
      region,
      permission: PERMISSION.TRIAGE_ASK,
      placed: true,
      sends: ["triage.answer"],
      when: () => whenPresent(desk.tapped, "desk.why_no_tap"),
      about: () => `${desk.tapped?.item} ${desk.tapped?.code}`,
      run: () => desk.confirmTap(),
    })),
    {
      id: "desk.step_send",
      label: "desk.step_send",
      key: singleKey("KeyG"),
      region: 6,
      permission: PERMISSION.INSTRUCT,
      placed: true,
      sends: ["instructions.send_step"],
      when: () =>
        whenBoth(reads(), whenPresent(desk.sendable, desk.cardDone ? "desk.card_done" : "desk.why_no_card")),
      about: () => desk.sendable,
      run: () => desk.sendStep(),
    },
    {
      id: "desk.easy",
      label: desk.easy ? "desk.easy_off" : "desk.easy_on",
      key: singleKey("KeyF"),
      region: 6,
      permission: PERMISSION.CALL_ANSWER,
      placed: true,
      sends: ["calls.set_easy_reading"],
      when: () =>
        whenBoth(whenPresent(!desk.over, "desk.why_call_over"), whenPresent(desk.page, "desk.why_no_page")),
      about: () => String(desk.easy),
      run: () => desk.setEasy(!desk.easy),
    },
  ]
}
