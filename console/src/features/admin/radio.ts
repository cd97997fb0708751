/** Who carries which radio, as the section of the radio shows it. Pure. */

import { hasEachWord } from "../../kit/plain-text.ts"
import type { RadioOverview, TalkGroup } from "../../protocol/generated.ts"

/** A unit's radio, a unit without one, or a radio of no unit. */
export interface RadioLine {
  readonly id: string
  readonly radio: string
  readonly callsign: string
  readonly agency: string
  readonly talk_group: string
  readonly state: "carried" | "none" | "unassigned"
}

/** Radios of no unit first: somebody carries them, and nobody is known to. */
export function radioLines(overview: RadioOverview): readonly RadioLine[] {
  const alone = overview.unassigned.map(
    (radio): RadioLine => ({
      id: radio,
      radio,
      callsign: "",
      agency: "",
      talk_group: "",
      state: "unassigned",
    }),
  )
  const carried = overview.carriers.flatMap(
    ({ unit, callsign, agency, radios, talk_group }): readonly RadioLine[] => {
      const line = { callsign, agency, talk_group: talk_group ?? "" }
      if (radios.length === 0) return [{ ...line, id: unit, radio: "", state: "none" }]
      return radios.map((radio) => ({ ...line, id: `${unit} ${radio}`, radio, state: "carried" }))
    },
  )
  return [...alone, ...carried]
}
/** Each word stands in a line or a group, whatever its capitals and accents. */
export function findIn<T>(
  rows: readonly T[],
  typed: string,
  wordsOf: (row: T) => readonly (string | null | undefined)[],
): readonly T[] {
  return rows.filter((row) => hasEachWord(wordsOf(row).filter(Boolean).join(" "), typed))
}
/** Status codes of the plan, a line for each. */
export function codeLines(overview: RadioOverview) {
  return Object.entries(overview.plan.codes ?? {}).flatMap(([agency, lines]) =>
    lines.map(({ code, means }) => ({ id: `${agency} ${code}`, agency, code, means })),
  )
}
export const groupsOf = (overview: RadioOverview): readonly TalkGroup[] => overview.plan.groups ?? []
