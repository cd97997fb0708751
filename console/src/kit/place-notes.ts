/** What is known of the way into the place of a case, beside its address: at the desk and at the centre. */

import type { CaseRow } from "../protocol/generated.ts"

/** Each reads one note from the row of a case. */
export const PLACE_NOTES: readonly ((it: CaseRow) => string | null | undefined)[] = [
  (it) => it.location?.detail,
]

export function placeNotes(it: CaseRow | undefined): readonly string[] {
  return it === undefined ? [] : (PLACE_NOTES.map((read) => read(it)).filter((note) => !!note) as string[])
}
