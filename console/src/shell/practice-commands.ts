/** Practising a call alone: begun in training mode with one key; from another mode, the way there. */

import type { KeyBinding } from "../commands/keys.ts"
import type { ConsoleCommand } from "../commands/registry.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import type { Answer } from "../state/outbox.ts"

export interface PracticeActions {
  /** The session is one of training. */
  readonly practises: boolean
  readonly desk: string | null
  /** Somebody is on the line. */
  readonly talks: boolean
  readonly again: boolean
  /** One goes on. */
  readonly own: boolean
  end(): Promise<Answer | undefined>
  begin(): Promise<Answer | undefined>
  signOutToPractise(): Promise<void>
}

const BEGIN: KeyBinding = { code: "KeyE", ctrl: true }

export function practiceCommands(practice: PracticeActions): readonly ConsoleCommand[] {
  const permission = PERMISSION.CALL_ANSWER
  if (!practice.practises)
    return [
      {
        id: "practice.sign_in",
        label: "training.sign_in",
        also: "training.begin_alone_also",
        permission,
        when: () => (practice.talks ? "training.why_talking" : true),
        run: () => practice.signOutToPractise(),
      },
    ]
  return [
    {
      id: "practice.begin",
      label: practice.again ? "training.another_alone" : "training.begin_alone",
      also: "training.begin_alone_also",
      key: BEGIN,
      permission,
      sends: ["training.practise_alone", "training.end_practice", "calls.stand_ready"],
      when: () =>
        practice.talks ? "training.why_in_call" : practice.desk === null ? "training.why_no_desk" : true,
      run: () => practice.begin(),
    },
    ...(practice.own
      ? [
          {
            id: "practice.end",
            label: "training.end_alone",
            also: "training.begin_alone_also",
            permission,
            sends: ["training.end_practice"],
            run: () => practice.end(),
          } satisfies ConsoleCommand,
        ]
      : []),
  ]
}
