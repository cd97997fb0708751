/** What a person must answer before a place is trusted, in words. */

import { tOr } from "../i18n/i18n.svelte.ts"
import type { PlaceWarning } from "../protocol/generated.ts"
import { roundedDistanceText } from "./distance-text.ts"

export function warningWords({ code, facts }: PlaceWarning): string {
  const distance = roundedDistanceText(Number(facts?.distance_m ?? 0))
  return tOr(`geo.warning.${code}`, "common.plain", { text: code, ...facts, distance })
}
