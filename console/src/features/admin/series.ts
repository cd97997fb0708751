/** A series of rows made like one of them: a pattern in which # is a number, as a file that the import reads. Pure. */

import type { FormErrors, OrganisationDraft, PersonDraft } from "./forms.ts"
import type { UnitDraft } from "./units.ts"

export interface SeriesDraft {
  /** Of the key (desk), the callsign (unit) or the login (person). */
  key: string
  /** Units have none besides their callsign. */
  name: string
  from: string
  to: string
}
export type SeriesKind = "desks" | "units" | "people"

/** More are brought by a file: nobody reads a longer preview (ours). */
export const SERIES_MAX = 200
const NUMBER = /^[0-9]{1,4}$/

/** Each number as wide as the first is typed: 01…40, 1…40. Empty when there is none, or too many. */
export function seriesNumbers(from: string, to: string): readonly string[] {
  if (!NUMBER.test(from) || !NUMBER.test(to)) return []
  const [first, last] = [Number(from), Number(to)]
  if (last < first || last - first >= SERIES_MAX) return []
  return Array.from({ length: last - first + 1 }, (_, n) => String(first + n).padStart(from.length, "0"))
}

export function seriesErrors(kind: SeriesKind, draft: SeriesDraft): FormErrors {
  const none = seriesNumbers(draft.from, draft.to).length === 0
  return {
    ...(draft.key.includes("#") ? {} : { key: "admin.error.series_number" }),
    ...(kind === "units" || draft.name.includes("#") ? {} : { name: "admin.error.series_number" }),
    ...(none ? { to: "admin.error.series_range" } : {}),
  }
}

type Cells = readonly (string | number | null | undefined)[]
const list = (values: readonly string[]) => values.join(" ")

/** A CSV of the import, whose headings are the fields' own names. */
function csv(headings: readonly string[], rows: readonly Cells[]): string {
  const quoted = (cell: string | number | null | undefined) => `"${String(cell ?? "").replaceAll('"', '""')}"`
  return [headings, ...rows].map((row) => row.map(quoted).join(",")).join("\n")
}

/** Like the person, desk or unit of the form, whose key and name are another for each number. */
export const SERIES_FILE = {
  desks: (series: SeriesDraft, like: OrganisationDraft): string =>
    csv(
      ["id", "name", "centre", "roles"],
      named(series).map(({ key, name }) => [key, name, like.centre, list(like.roles)]),
    ),
  people: (series: SeriesDraft, like: PersonDraft): string =>
    csv(
      ["login", "name", "roles", "agency", "centre", "languages"],
      named(series).map(({ key, name }) => [
        key,
        name,
        list(like.roles),
        like.agency,
        like.centre,
        list(like.languages),
      ]),
    ),
  units: (series: SeriesDraft, like: UnitDraft): string =>
    csv(
      ["callsign", "agency", "centre", "capabilities", "latitude", "longitude", "talk_group"],
      named(series).map(({ key }) => [
        key,
        like.agency,
        like.centre,
        list(like.capabilities),
        like.home?.lat,
        like.home?.lon,
        like.talk_group,
      ]),
    ),
}

function named(series: SeriesDraft): readonly { readonly key: string; readonly name: string }[] {
  return seriesNumbers(series.from, series.to).map((number) => ({
    key: series.key.trim().replaceAll("#", number),
    name: series.name.trim().replaceAll("#", number),
  }))
}
