/** The question for newer data of a vehicle. */

import { t } from "../../i18n/i18n.svelte.ts"
import { timeText } from "../../kit/time.ts"
import type { CallRow, EcallRow } from "../../protocol/generated.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Answer } from "../../state/outbox.ts"

export function askVehicle(call: CallRow | undefined): Promise<Answer> | undefined {
  return call && sendCommand({ kind: "calls.request_msd", call: call.id })
}

/** What became of it, in words; empty where none was asked, or its answer has come. */
export function vehicleAsked({ asked_at, failure }: EcallRow): string {
  if (asked_at !== null) return t("desk.vehicle_asked", { time: timeText(asked_at) })
  return failure === null ? "" : t(`desk.vehicle_again_failed.${failure}`)
}
