/** A caller's number as a row shows it: one that nobody has checked is marked as said (decision 0245). */

import { t } from "../i18n/i18n.svelte.ts"
import type { NumberSource } from "../protocol/generated.ts"

export function numberWords(call: {
  readonly phone?: string | null
  readonly phone_known_by?: NumberSource | null
}): string | null {
  if (!call.phone) return null
  return call.phone_known_by === "said" ? t("desk.said_number", { phone: call.phone }) : call.phone
}
