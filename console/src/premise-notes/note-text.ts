/** A premise note in words, the same for desk, centre and crew. */

import { i18n, t } from "../i18n/i18n.svelte.ts"
import { distanceText } from "../kit/distance-text.ts"
import { dayText } from "../kit/time.ts"
import type { PremiseNoteKind, ShownPremiseNote } from "../protocol/generated.ts"

/** They may hurt who goes in: shown as warnings. The server sends them first. */
const DANGERS: ReadonlySet<PremiseNoteKind> = new Set(["violence", "dangerous_goods", "dog", "oxygen"])
export const isDanger = ({ kind }: Pick<ShownPremiseNote, "kind">): boolean => DANGERS.has(kind)

/** What it says, where in the building, and how far it is where it is not of this very address. */
export function premiseNoteText(note: ShownPremiseNote): string {
  const away =
    note.away_m === null
      ? ""
      : t("premise.away", { distance: distanceText(note.away_m, i18n.language), address: note.address })
  return [note.text, note.detail, away].filter(Boolean).join(" · ")
}

/** Who answers for it and until when: crews are not told. */
export function premiseNoteOwnerText(note: ShownPremiseNote, agencyName: (id: string) => string): string {
  if (note.owner === null) return ""
  const { agency, by_name, expires_at } = note.owner
  const until = t("premise.until", { day: dayText(expires_at) })
  return [agency === null ? "" : agencyName(agency), by_name, until].filter(Boolean).join(" · ")
}
