/** Everything a person can do at an operational centre. */

import { alt, f } from "../../commands/keys.ts"
import type { Command } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"

export interface CentreActions {
  readonly task: { readonly state: string } | undefined
  readonly change: unknown
  readonly marked: readonly string[]
  accept(): Promise<Answer> | undefined
  openRefusal(): void
  alert(): Promise<Answer | undefined>
  acknowledge(): Promise<Answer> | undefined
}

const need = (there: unknown, why: MessageKey): true | MessageKey => (there ? true : why)

export function centreCommands(centre: CentreActions): readonly Command[] {
  return [
    {
      id: "centre.accept",
      label: "centre.accept",
      key: alt("A"),
      permission: PERMISSION.TASK_ANSWER,
      sends: ["dispatch.accept_task"],
      when: () => need(centre.task?.state === "offered", "centre.why_not_offered"),
      run: () => centre.accept(),
    },
    {
      id: "centre.refuse",
      label: "centre.refuse",
      key: alt("K"),
      permission: PERMISSION.TASK_ANSWER,
      sends: ["dispatch.refuse_task"],
      when: () => need(centre.task, "centre.why_no_task"),
      run: () => centre.openRefusal(),
    },
    {
      id: "centre.alert",
      label: "centre.alert",
      facts: () => ({ count: centre.marked.length }),
      key: f(9),
      permission: PERMISSION.UNIT_ALERT,
      sends: ["dispatch.alert_unit"],
      when: () =>
        centre.task ? need(centre.marked.length > 0, "centre.why_none_marked") : "centre.why_no_task",
      run: () => centre.alert(),
    },
    {
      id: "centre.acknowledge",
      label: "centre.acknowledge",
      key: alt("V"),
      permission: PERMISSION.CHANGE_ACKNOWLEDGE,
      sends: ["dispatch.acknowledge_change"],
      when: () => need(centre.change, "centre.why_no_change"),
      run: () => centre.acknowledge(),
    },
  ]
}
