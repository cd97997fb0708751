/** What the steps of services and of staff have so far, and whom something is missing, by name. Pure. */

/** Kinds of files of the directory, by the step that they belong to. */
export const BROUGHT_BY = {
  agencies: ["agencies", "centres", "hospitals"],
  staff: ["desks", "people"],
} as const
export type BroughtKind = (typeof BROUGHT_BY)[keyof typeof BROUGHT_BY][number]

interface Place {
  readonly id: string
  readonly name: string
}
/** As `GET /api/directory` tells it. */
export interface DirectoryPlaces {
  readonly agencies: readonly (Place & { readonly phone: string | null })[]
  readonly centres: readonly (Place & { readonly agency: string; readonly phone: string | null })[]
  readonly desks: readonly (Place & { readonly centre: string | null })[]
}
interface DirectoryGaps {
  readonly withoutCentre: readonly string[]
  /** Centres whom no message of ours reaches: nobody can sit there, and nobody can be telephoned. */
  readonly withoutDesk: readonly string[]
}

export function directoryGaps({ agencies, centres, desks }: DirectoryPlaces): DirectoryGaps {
  const phones = new Set(agencies.filter((each) => each.phone).map((each) => each.id))
  return {
    withoutCentre: agencies
      .filter((each) => !centres.some((one) => one.agency === each.id))
      .map((each) => each.name),
    withoutDesk: centres
      .filter((each) => !desks.some((one) => one.centre === each.id))
      .filter((each) => !each.phone && !phones.has(each.agency))
      .map((each) => each.name),
  }
}
