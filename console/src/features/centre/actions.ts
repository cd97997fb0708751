/** What the commands of an operational centre need of it; the page hands them a `CentreDesk`. */

import { whenPresent } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { TaskRow, UnitRow } from "../../protocol/generated.ts"
import type { Answer } from "../../state/outbox.ts"
import type { PendingAcknowledgement } from "./model.ts"

type Done = Promise<Answer | undefined> | undefined
type TaskInHand = Pick<TaskRow, "state" | "passed_to" | "by_telephone" | "accepted_by_rule" | "aid_of"> & {
  readonly assignments: readonly string[]
}
type UnitInTurn = Pick<UnitRow, "callsign" | "assignment" | "orders" | "emergency">

/** What the commands need of the page. */
export interface CentreActions {
  readonly task: TaskInHand | undefined
  /** The task in hand is of a reserved case that is not open to the person here. */
  readonly shut: boolean
  /** What the person here asked for, and may cancel. */
  readonly cancels: readonly unknown[]
  /** Whether clinical facts are for the person here to write; of the patient in turn, whom another centre may have. */
  readonly clinical: boolean
  readonly treats: boolean
  /** A medicine of the case in hand that waits for a clinician. */
  readonly medicine: { readonly run: string; readonly step: string; readonly words: string } | undefined
  readonly unit: UnitInTurn | undefined
  readonly patient: unknown
  readonly knows: PendingAcknowledgement | undefined
  readonly marked: readonly string[]
  readonly parties: readonly unknown[]
  readonly capabilities: readonly string[]
  readonly neighbours: readonly string[]
  /** A run that could be diverted to the task in hand. */
  readonly diversion: { readonly callsign: string } | undefined
  /** It rings here: somebody asks us into a call. */
  readonly rings: boolean
  /** The call that was handed to this desk, or another's in which it takes part. */
  readonly talk: { readonly id: string; readonly state: string; readonly own: boolean } | undefined
  /** The call that this desk makes for a case. */
  readonly calling: { readonly id: string } | undefined
  readonly line: { readonly state: string; readonly muted: boolean }
  answerCall(): Done
  leaveCall(): Done
  holdCall(): Done
  mute(): void
  accept(): Done
  alert(): Done
  acknowledge(): Done
  authorise(): Done
  /** Opens the question of this name (prompts.ts). */
  ask(
    name:
      | "refuse"
      | "refuseMedicine"
      | "end"
      | "release"
      | "cancel"
      | "attempt"
      | "tell"
      | "more"
      | "aid"
      | "hazard"
      | "order"
      | "letGo"
      | "divert"
      | "heardByRadio"
      | "safe"
      | "crew"
      | "newPatient"
      | "patient"
      | "radioNote"
      | "radioText"
      | "radioGroup"
      | "radioCommand",
  ): void
  /** Opens the layer in which the address is corrected. */
  correct(): void
  /** Earlier calls of its numbers, and earlier cases at its address. */
  listEarlier(): void
  /** What is reported of the case in hand. */
  report(what: "report" | "count"): void
  voice(): void
  write(): void
  /** Begins to draw a closure on the map. */
  closeRoad(): void
  /** Coverage, on the map or away from it. */
  cover(): void
  /** What each hospital can take, and whom it turns away. */
  hospitals(): void
  /** Where the task in hand speaks, and its joint command. */
  readonly groups: { readonly own: string; readonly command: string }
  /** The radio log. */
  radio(): void
  /** Many victims over hospitals: what could go where, and who there was told. */
  share(): void
}

const OVER = new Set(["ended", "released", "cancelled", "refused"])

/** Whether there is a task in hand, and one that is not over; of a case that is shut to the person here neither. */
export function taskConditions(centre: CentreActions) {
  const open = (then: unknown): true | MessageKey =>
    centre.shut ? "kit.why_hidden" : whenPresent(then, "centre.why_no_task")
  return {
    inTask: () => open(centre.task),
    held: () => open(centre.task && !OVER.has(centre.task.state)),
  }
}
