/** A fix of a caller's telephone in words. */

import { lenientFacts, t, tOr } from "../i18n/i18n.svelte.ts"
import type { LocationFailure, Position } from "../protocol/generated.ts"
import { fixRadius } from "../state/phone-fix.ts"

/** «teléfono ±35 m · 0:12». */
export function phoneWords(fix: Position, age: string): string {
  const radius_m = fixRadius(fix)
  return radius_m === null
    ? t("desk.phone_chip_unknown", { age })
    : t("desk.phone_chip", { metres: Math.round(radius_m), age })
}

/** «AML · satélites · varias llamadas con este número»: from where it came, by what, and why it may be of something else. */
export function fixWords(fix: Position): string {
  const method = fix.method ? [t(`desk.fix_method.${fix.method}`)] : []
  return [t(`desk.fix_from.${fix.source}`), ...method, ...flagWords(fix)].join(" · ")
}

/** Why a fix may be of another telephone or moment than the call it stands in. */
export function flagWords(fix: Position): string[] {
  return (fix.flags ?? []).map((flag) => t(`desk.fix_flag.${flag}`))
}

/** Why a location server gave no position, as a refusal is worded. */
export function failureWords(failure: LocationFailure): string {
  const facts = { host: failure.server, reason: failure.reason ?? "", code: failure.code }
  return tOr(`refusal.${failure.code}`, "kit.refused", lenientFacts(facts))
}

/** What stands above the map of it. */
export function circleWords(fix: Position): string {
  const radius_m = fixRadius(fix)
  return radius_m === null
    ? t("desk.map_circle_unknown")
    : t("desk.map_circle", { metres: Math.round(radius_m) })
}
