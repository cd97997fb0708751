/** What can be done with the tasks of the case, and with what waits to be acknowledged. */

import { altKey, functionKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenBoth, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import type { InHand } from "./in-hand.ts"

type Done = Promise<Answer> | undefined

/** What these commands need of the desk. */
export interface TaskActions extends InHand {
  readonly missing: readonly string[]
  /** Whether F9 asks which centre. */
  readonly byHand: boolean
  /** Parts of the case that no centre has. */
  readonly unheld: readonly unknown[]
  readonly alarms: readonly { readonly id: string }[]
  readonly unread: readonly { readonly id: string }[]
  readonly unanswered: readonly unknown[]
  ring(): void
  readonly openTasks: readonly unknown[]
  readonly toTell: readonly unknown[]
  /** What protocols say is to be told, the most urgent first. */
  readonly notices: readonly { readonly id: string }[]
  readonly nextNotice: { readonly id: string } | undefined
  giveNotice(): void
  acknowledge(): Done
  openTasksLayer(): void
  tell(): void
  sendHelp(): Done
}

function sendLabel(desk: TaskActions): ConsoleCommand["label"] {
  if (desk.byHand && desk.unheld.length > 0) return "desk.send_other"
  return desk.case?.help_sent_at ? "desk.send_more" : "desk.send"
}

export function taskCommands(desk: TaskActions): readonly ConsoleCommand[] {
  const inCase = () => whenPresent(desk.case, desk.shut ? "kit.why_hidden" : "desk.why_no_case")
  return [
    {
      id: "desk.send",
      label: sendLabel(desk),
      facts: () => ({ count: desk.missing.length }),
      key: functionKey(9),
      permission: PERMISSION.TASK_OFFER,
      sends: ["dispatch.send_help", "dispatch.offer_task"],
      mayAsk: true,
      when: () =>
        desk.case?.help_sent_at && !desk.byHand
          ? whenPresent(desk.missing.length > 0, "desk.why_nothing_more")
          : inCase(),
      run: () => desk.sendHelp(),
    },
    {
      id: "desk.tell",
      label: desk.call || desk.toTell.length > 0 ? "desk.tell" : "desk.call_back",
      key: altKey("L"),
      permission: PERMISSION.TASK_TELL,
      sends: ["dispatch.tell_task", "calls.try_call_back", "calls.ring_back"],
      // While somebody speaks nobody else is rung back; and a centre that waits to be told comes first in any case.
      when: () =>
        whenPresent(
          desk.toTell.length > 0 || (!desk.call && desk.unanswered.length > 0),
          "desk.why_none_to_tell",
        ),
      run: () => (desk.toTell.length > 0 ? desk.tell() : desk.ring()),
    },
    {
      id: "desk.tasks",
      label: "desk.tasks",
      key: altKey("U"),
      permission: PERMISSION.TASK_END,
      sends: [
        "dispatch.release_task",
        "dispatch.end_task",
        "dispatch.cancel_task",
        "dispatch.try_contact",
        "dispatch.enter_unit",
        "dispatch.enter_status",
      ],
      when: () => whenPresent(desk.openTasks.length > 0, "desk.why_no_tasks"),
      run: () => desk.openTasksLayer(),
    },
    {
      id: "desk.notice",
      label: "desk.notice",
      key: altKey("O"),
      permission: PERMISSION.WATCH_ANSWER,
      sends: ["followup.tell_notice", "followup.answer_watch"],
      when: () =>
        whenBoth(
          whenPresent(desk.notices.length > 0, "desk.why_no_notice"),
          whenPresent(desk.nextNotice, "desk.why_notice_of_another"),
        ),
      run: () => desk.giveNotice(),
    },
    {
      id: "desk.acknowledge",
      label: "desk.acknowledge",
      key: altKey("V"),
      permission: PERMISSION.WATCH_ANSWER,
      sends: ["followup.answer_watch", "followup.read_message"],
      when: () => whenPresent(desk.alarms.length > 0 || desk.unread.length > 0, "desk.why_no_alarm"),
      about: () => (desk.alarms[0] ?? desk.unread[0])?.id,
      run: () => desk.acknowledge(),
    },
  ]
}
