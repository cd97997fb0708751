/** Shifts as who plans them types and finds them. Pure: the server judges again. */

import type {
  PlannedShift,
  PlanShift,
  RosterWeek,
  ShiftFunction,
  ShiftName,
} from "../../protocol/generated.ts"

export interface ShiftDraft {
  person: string
  function: ShiftFunction | ""
  unit: string
  day: string
  starts: string
  ends: string
}
const CLOCK = /^([01][0-9]|2[0-3]):[0-5][0-9]$/

export const emptyDraft = (day = ""): ShiftDraft => ({
  person: "",
  function: "",
  unit: "",
  day,
  starts: "08:00",
  ends: "20:00",
})

export function draftFault(draft: ShiftDraft) {
  if (draft.person === "") return "shifts.why_person"
  if (draft.function === "") return "shifts.why_function"
  if (draft.function === "crew" && draft.unit === "") return "shifts.why_unit"
  if (draft.day === "") return "shifts.why_day"
  return CLOCK.test(clockOf(draft.starts)) && CLOCK.test(clockOf(draft.ends)) ? null : "shifts.why_hours"
}

/** `8:00` and `08.00` are what people type. */
export function clockOf(text: string): string {
  const plain = text.trim().replace(/[.h]/, ":")
  return /^[0-9]:/.test(plain) ? `0${plain}` : plain
}

/** `insteadOf`: the shift of the same person that the draft changes. */
export function planCommand(draft: ShiftDraft, insteadOf: ShiftName | null = null): PlanShift {
  if (draft.function === "") throw new Error("a draft without a function is not sent")
  return {
    kind: "rosters.plan_shift",
    person: draft.person,
    day: draft.day,
    starts: clockOf(draft.starts),
    ends: clockOf(draft.ends),
    function: draft.function,
    unit: draft.function === "crew" ? draft.unit : null,
    instead_of: insteadOf,
  }
}

/** The same day in another week. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The first day of its week. */
export function mondayOf(day: string): string {
  const nth = new Date(`${day}T12:00:00Z`).getUTCDay()
  return addDays(day, -((nth + 6) % 7))
}

export const shiftId = (one: PlannedShift): string => `${one.person} ${one.shift.day} ${one.shift.starts}`

/** `agency|centre`, as a list of places has it; the room: `|`. */
export const placeKey = (agency: string | null | undefined, centre: string | null | undefined): string =>
  `${agency ?? ""}|${centre ?? ""}`

interface PlaceNames {
  readonly agencies: readonly { readonly id: string; readonly name: string }[]
  readonly centres: readonly {
    readonly id: string
    readonly agency?: string | null | undefined
    readonly name: string
  }[]
}
/** Whose shifts somebody may plan: the own place; for an administrator every one, or those of their agency where they are of one. */
export function rosterPlaces(
  me: { readonly agency: string | null; readonly centre: string | null } | null,
  administers: boolean,
  known: PlaceNames | null,
  room: string,
) {
  const agency = me?.agency ?? null
  if (!administers) return [{ value: placeKey(agency, me?.centre), label: room }]
  const own = <T>(rows: readonly T[], of: (row: T) => string | null | undefined) =>
    rows.filter((row) => agency === null || of(row) === agency)
  return [
    ...(agency === null ? [{ value: placeKey(null, null), label: room }] : []),
    ...own(known?.centres ?? [], (one) => one.agency).map((one) => ({
      value: placeKey(one.agency, one.id),
      label: one.name,
    })),
    ...own(known?.agencies ?? [], (one) => one.id).map((one) => ({
      value: placeKey(one.id, null),
      label: one.name,
    })),
  ]
}

export function weekAddress(place: string, day: string): string {
  const [agency = "", centre = ""] = place.split("|")
  const query = new URLSearchParams()
  if (agency !== "") query.set("agency", agency)
  if (centre !== "") query.set("centre", centre)
  if (day !== "") query.set("day", day)
  return `/api/rosters/week?${query}`
}

/** Whose shifts of the week before are copied: everybody who can have one. */
export const copiedPeople = (week: RosterWeek): readonly string[] =>
  week.people.map((one) => one.person).slice(0, 500)
