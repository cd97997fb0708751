/** What a person must answer before a place is trusted, in words. */

import { tOr } from "../i18n/i18n.svelte.ts"
import type { Warning } from "../protocol/generated.ts"
import { spoken } from "../state/places.ts"

export function warningWords({ code, facts }: Warning): string {
  const distance = spoken(Number(facts?.distance_m ?? 0))
  return tOr(`geo.warning.${code}`, "common.plain", { text: code, ...facts, distance })
}
