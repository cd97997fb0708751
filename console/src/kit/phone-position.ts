/** A fix of a caller's telephone in words. */

import { t } from "../i18n/i18n.svelte.ts"
import type { Position } from "../protocol/generated.ts"
import { fixRadius } from "../state/phone-fix.ts"

/** «teléfono ±35 m · 0:12». */
export function phoneWords(fix: Position, age: string): string {
  const radius_m = fixRadius(fix)
  return radius_m === null
    ? t("desk.phone_chip_unknown", { age })
    : t("desk.phone_chip", { metres: Math.round(radius_m), age })
}

/** What stands above the map of it. */
export function circleWords(fix: Position): string {
  const radius_m = fixRadius(fix)
  return radius_m === null
    ? t("desk.map_circle_unknown")
    : t("desk.map_circle", { metres: Math.round(radius_m) })
}
