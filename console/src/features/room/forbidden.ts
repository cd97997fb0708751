/** Why the one thing written on a row of «Me necesita» is not for this person to do: a duty officer sees the room and does not lead it. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { UnitRow, WatchRow } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { inRoom, leadsRoom, mayAnswerWatch, type SeatedPerson } from "../../state/authority.ts"
import type { AttentionAction, AttentionItem } from "./attention.ts"

/** The word that an act asks for; those that only lead somewhere ask for none. */
const ASKS: { readonly [act in AttentionAction]: string | null } = {
  hear_emergency: PERMISSION.WATCH_ANSWER,
  crew_safe: PERMISSION.WATCH_ANSWER,
  offer: PERMISSION.TASK_OFFER,
  take_case: PERMISSION.CASE_DESCRIBE,
  answer_call: PERMISSION.CALL_ANSWER,
  call_back: PERMISSION.CALL_ANSWER,
  say_what_it_was: PERMISSION.CALL_CLOSE,
  acknowledge: PERMISSION.WATCH_ANSWER,
  tell_duty_officer: PERMISSION.WATCH_ANSWER,
  phone: PERMISSION.WATCH_ANSWER,
  notify: PERMISSION.NOTIFY,
  tell_notice: PERMISSION.WATCH_ANSWER,
  plan: null,
  radio: null,
}

export interface ActionSubject {
  readonly watch: Pick<WatchRow, "to"> | undefined
  readonly unit: Pick<UnitRow, "centre"> | undefined
  /** The case of the row is reserved and not open to the person here. */
  readonly hidden: boolean
}

export function forbiddenReason(
  need: Pick<AttentionItem, "act">,
  sitter: SeatedPerson | null,
  of: ActionSubject,
): MessageKey | null {
  const asks = ASKS[need.act]
  if (asks === null) return null
  if (sitter === null || !sitter.permissions.includes(asks)) return "room.why_not_yours"
  if (leadsRoom(sitter)) return null
  if (of.hidden) return "kit.why_hidden"
  if (need.act === "hear_emergency" || need.act === "crew_safe")
    return of.unit !== undefined && of.unit.centre === sitter.centre ? null : "room.why_not_yours"
  if (need.act === "acknowledge" || need.act === "phone" || need.act === "tell_notice")
    return of.watch !== undefined && mayAnswerWatch(sitter, of.watch) ? null : "room.why_not_yours"
  if (need.act === "tell_duty_officer") return inRoom(sitter) ? null : "room.why_not_yours"
  return null
}
