/** Everything a crew can do. Nothing of it waits for the server: a press is kept and the next one may follow. */

import { altKey, functionKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { CrewStep } from "./status-queue.ts"

export interface CrewActions {
  readonly joined: boolean
  readonly next: CrewStep | null
  readonly undoable: boolean
  readonly orders: readonly unknown[]
  readonly case: unknown
  /** What callers wrote, and how much of it is new here. */
  readonly words: { readonly news: number; acknowledge(): void }
  readonly standBy: unknown
  leaveStandBy(): void
  advance(): void
  undo(): void
  acknowledge(): void
  open(layer: "other" | "messages" | "call" | "crew" | "patients" | "report" | "count"): void
}

export function crewCommands(crew: CrewActions): readonly ConsoleCommand[] {
  if (!crew.joined) return []
  // An order comes before words: Alt+V answers one thing, and its key stands once.
  const reads = crew.orders.length === 0 && crew.words.news > 0
  return [
    {
      id: "unit.next",
      label: crew.next ? `unit.press.${crew.next}` : "unit.next_none",
      key: functionKey(9),
      permission: PERMISSION.UNIT_STATUS,
      sends: ["dispatch.report_status", "dispatch.report_handover"],
      when: () => whenPresent(crew.next !== null, "unit.next_none"),
      run: () => crew.advance(),
    },
    {
      id: "unit.undo",
      label: "unit.undo",
      key: altKey("Z"),
      permission: PERMISSION.UNIT_STATUS,
      when: () => whenPresent(crew.undoable, "unit.why_no_undo"),
      run: () => crew.undo(),
    },
    {
      id: "unit.acknowledge",
      label: "common.understood",
      ...(reads ? {} : { key: altKey("V") }),
      permission: PERMISSION.CHANGE_ACKNOWLEDGE,
      sends: ["dispatch.acknowledge_order"],
      when: () => whenPresent(crew.orders.length > 0, "unit.why_no_order"),
      run: () => crew.acknowledge(),
    },
    {
      id: "unit.words_known",
      label: "unit.words_known",
      ...(reads ? { key: altKey("V") } : {}),
      when: () => whenPresent(crew.words.news > 0, "unit.why_no_words"),
      run: () => crew.words.acknowledge(),
    },
    {
      id: "unit.other",
      label: "unit.other",
      key: altKey("U"),
      permission: PERMISSION.UNIT_STATUS,
      run: () => crew.open("other"),
    },
    {
      id: "unit.message",
      label: "unit.message",
      key: altKey("G"),
      permission: PERMISSION.MESSAGE_SEND,
      run: () => crew.open("messages"),
    },
    {
      id: "unit.patients",
      label: "unit.patients",
      key: altKey("P"),
      permission: PERMISSION.PATIENT_RECORD,
      sends: [
        "dispatch.record_patient",
        "dispatch.update_patient",
        "dispatch.warn_hospital",
        "dispatch.hand_over",
      ],
      when: () => whenPresent(Boolean(crew.case), "unit.why_no_job"),
      run: () => crew.open("patients"),
    },
    {
      id: "unit.report",
      label: "major.report",
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.report_scene"],
      when: () => whenPresent(Boolean(crew.case), "unit.why_no_job"),
      run: () => crew.open("report"),
    },
    {
      id: "unit.count",
      label: "major.count",
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.count_casualties"],
      when: () => whenPresent(Boolean(crew.case), "unit.why_no_job"),
      run: () => crew.open("count"),
    },
    ...(crew.standBy
      ? [
          {
            id: "unit.leave_stand_by",
            label: "unit.stand_by_leave" as const,
            permission: PERMISSION.UNIT_STATUS,
            sends: ["dispatch.leave_stand_by"],
            run: () => crew.leaveStandBy(),
          },
        ]
      : []),
    { id: "unit.call", label: "unit.call", key: altKey("O"), run: () => crew.open("call") },
    {
      id: "unit.crew",
      label: "unit.crew",
      key: altKey("R"),
      permission: PERMISSION.UNIT_CREW,
      run: () => crew.open("crew"),
    },
  ]
}
