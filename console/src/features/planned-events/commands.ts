/** Everything that whoever plans operations can do with the one in hand. */

import type { ConsoleCommand } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import type { OperationSummary } from "./operations.svelte.ts"

export interface PreventiveActions {
  readonly row: Pick<OperationSummary, "state"> | undefined
  readonly drafting: boolean
  begin(): void
  change(): void
  save(): Promise<Answer | undefined>
  discard(): void
  extend(): void
  end(): void
}

export function preventiveCommands(on: PreventiveActions): readonly ConsoleCommand[] {
  const standing = (): true | MessageKey => {
    if (on.drafting) return "preventive.why_drafting"
    if (on.row === undefined) return "preventive.why_none"
    return on.row.state === "planned" || on.row.state === "active" ? true : "preventive.why_over"
  }
  return [
    {
      id: "preventive.new",
      label: "preventive.new",
      permission: PERMISSION.PREVENTIVE_PLAN,
      when: () => (on.drafting ? "preventive.why_drafting" : true),
      run: () => on.begin(),
    },
    {
      id: "preventive.change",
      label: "preventive.change",
      permission: PERMISSION.PREVENTIVE_PLAN,
      when: standing,
      run: () => on.change(),
    },
    {
      id: "preventive.save",
      label: "preventive.save",
      permission: PERMISSION.PREVENTIVE_PLAN,
      sends: ["preventive.plan", "preventive.change"],
      when: () => (on.drafting ? true : "preventive.why_no_draft"),
      run: () => on.save(),
    },
    {
      id: "preventive.discard",
      label: "preventive.discard",
      permission: PERMISSION.PREVENTIVE_PLAN,
      // What was drawn for an hour is not thrown away by a slip.
      twice: true,
      when: () => (on.drafting ? true : "preventive.why_no_draft"),
      run: () => on.discard(),
    },
    {
      id: "preventive.extend",
      label: "preventive.extend",
      permission: PERMISSION.PREVENTIVE_PLAN,
      sends: ["preventive.extend"],
      when: standing,
      run: () => on.extend(),
    },
    {
      id: "preventive.end",
      label: "preventive.end",
      permission: PERMISSION.PREVENTIVE_PLAN,
      sends: ["preventive.end"],
      when: standing,
      run: () => on.end(),
    },
  ]
}
