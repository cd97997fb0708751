/** A caller in a line: whose number, which language, whether they are at the place, where their telephone is, since when. */

import { languageName, t } from "../i18n/i18n.svelte.ts"
import type { CallRow } from "../protocol/generated.ts"
import { fixTime } from "../state/phone-fix.ts"
import { numberWords } from "./caller-number.ts"
import { durationText } from "./deadline.ts"
import { phoneWords } from "./phone-position.ts"
import { timeText } from "./time.ts"

export function callerName(call: CallRow): string {
  return call.caller_name ?? t("desk.nameless")
}

/** What whoever would call back must know first. */
export function neverRing(call: Pick<CallRow, "call_back">): string {
  return call.call_back === "never" ? t("desk.never_ring") : ""
}

export function callerLine(call: CallRow, now_ms: number): string {
  const fix = call.position
  const age_s = fix ? Math.max(0, (now_ms - Date.parse(String(fixTime(fix)))) / 1000) : 0
  return [
    neverRing(call),
    numberWords(call),
    call.language ? languageName(call.language) : t("desk.language.none"),
    call.cannot_speak ? t("desk.cannot_speak") : "",
    call.at_place === null ? "" : t(call.at_place ? "desk.caller_there" : "desk.caller_elsewhere"),
    fix ? phoneWords(fix, durationText(age_s)) : "",
    timeText(call.rang_at),
  ]
    .filter(Boolean)
    .join(" · ")
}
