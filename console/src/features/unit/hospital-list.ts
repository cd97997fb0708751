/**
 * Hospitals for whoever the crew has: as the server proposed them; and where it cannot be asked, its last list again, with
 * what each hospital was last known to do and to turn away. Pure.
 */

import { activeDiversions } from "../../hospitals/capacity.ts"
import type { HospitalOption, HospitalOptions, OptionReason } from "../../hospitals/options.ts"
import type { HospitalCapability, HospitalRow, Point } from "../../protocol/generated.ts"
import { distance_m } from "../../state/earth.ts"

/** The last list, and for what it was asked. */
export interface CachedOptions {
  readonly at_ms: number
  readonly need: HospitalCapability | null
  readonly options: HospitalOptions
}
export type KnownHospital = Pick<HospitalRow, "id" | "name" | "place" | "can" | "diversions">

function against(
  row: KnownHospital,
  need: HospitalCapability | null,
  now_ms: number,
): readonly OptionReason[] {
  const turned = activeDiversions(row, now_ms)
    .filter((each) => each.what.length === 0 || (need !== null && each.what.includes(need)))
    .map((each) => ({
      code: each.what.length === 0 ? "diverted" : "diverted_for",
      facts: { why: each.why, until: each.until, by: each.by_there, what: each.what.join(",") },
    }))
  const lacks = need !== null && !row.can.includes(need) ? [{ code: "cannot", facts: { what: need } }] : []
  return [...turned, ...lacks]
}

/** Of a hospital itself: what the last list said of its road and its room stays; its reasons are made anew. */
const OF_THE_HOSPITAL: ReadonlySet<string> = new Set(["diverted", "diverted_for", "cannot"])

/** The last list for this need now. A hospital that is not known any more stays as the list had it. */
export function optionsFromCache(
  last: CachedOptions,
  rows: readonly KnownHospital[],
  need: HospitalCapability | null,
  now_ms: number,
): HospitalOptions {
  const known = new Map(rows.map((row) => [row.id, row]))
  const all = [...last.options.proposed, ...last.options.aside]
    .map((of) => {
      const row = known.get(of.hospital)
      const kept = of.why.filter((why) => !OF_THE_HOSPITAL.has(why.code))
      const found = row ? against(row, need, now_ms) : of.why.filter((why) => OF_THE_HOSPITAL.has(why.code))
      return { of: { ...of, why: [...found, ...kept] }, aside: found.length > 0 || full(of) }
    })
    .sort((a, b) => far(a.of) - far(b.of))
  return {
    proposed: all.filter((each) => !each.aside).map((each) => each.of),
    aside: all.filter((each) => each.aside).map((each) => each.of),
  }
}
const full = (of: HospitalOption): boolean => of.why.some((why) => why.code === "full")
const far = (of: HospitalOption): number => of.travel_s ?? Number.POSITIVE_INFINITY

const NO_ROOM = { declared: null, said_at: null, coming: 0, arrived: 0, meant: 0, left: null }

/** Before any list was ever given: by the straight line from here, without times. */
export function optionsByDistance(
  rows: readonly KnownHospital[],
  from: Point | null,
  need: HospitalCapability | null,
  now_ms: number,
): HospitalOptions {
  const options = [...rows]
    .sort((a, b) => (from ? distance_m(a.place, from) - distance_m(b.place, from) : 0))
    .map((row) => ({
      hospital: row.id,
      name: row.name,
      travel_s: null,
      by: null,
      room: { red: NO_ROOM, yellow: NO_ROOM, green: NO_ROOM },
      coming: 0,
      why: against(row, need, now_ms),
    }))
  return {
    proposed: options.filter((each) => each.why.length === 0),
    aside: options.filter((each) => each.why.length > 0),
  }
}
