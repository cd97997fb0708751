/** What the history of a row says: fields and values in words, and a row as it was before a change. Pure. */

import type { OnCallDuty, RowChange } from "../../protocol/generated.ts"

export const HISTORY_KINDS = [
  "people",
  "agencies",
  "centres",
  "desks",
  "contacts",
  "units",
  "hospitals",
  "on_call",
  "qualifications",
  "settings",
] as const
export type HistoryKind = (typeof HISTORY_KINDS)[number]

/** What codes are called. */
export interface HistoryWords {
  /** A key of the catalogue in words; null where it has none. */
  say(key: string): string | null
  agency(id: string): string
  centre(id: string): string
  service(code: string): string
  qualification(code: string): string
  language(tag: string): string
  day(day: string): string
  hours(hours: OnCallDuty["hours"]): string
}

/** Fields whose words are not those of a column of imports. */
const FIELD_KEYS: Readonly<Record<string, string>> = {
  home: "admin.home",
  place: "admin.hospital_place",
  can: "admin.hospital_can",
  retired: "admin.retired",
  function: "admin.on_call_function",
  hours: "history.hours",
  contacts: "history.contacts",
}

export function fieldWords(kind: HistoryKind, field: string, words: HistoryWords): string {
  if (kind === "qualifications") return words.qualification(field)
  if (kind === "settings") return words.say(`settings.name.${field}`) ?? field
  return words.say(FIELD_KEYS[field] ?? `import.column.${field}`) ?? field
}

/** A value as its form shows it; empty where it was none. */
export function valueWords(kind: HistoryKind, field: string, json: string, words: HistoryWords): string {
  const value: unknown = JSON.parse(json)
  if (value === null || value === "") return ""
  if (typeof value === "boolean") return words.say(value ? "common.yes" : "common.no") ?? ""
  if (kind === "settings") return String(value)
  if (kind === "qualifications") return periodWords(value as { since: string; until: string | null }, words)
  if (Array.isArray(value)) return value.map((one) => itemWords(field, one, words)).join(", ")
  if (typeof value === "object") return objectWords(field, value, words)
  return itemWords(field, value, words)
}

function itemWords(field: string, value: unknown, words: HistoryWords): string {
  if (typeof value === "object" && value !== null) {
    const { name, phone } = value as { name?: string; phone?: string }
    return [name, phone].filter(Boolean).join(" ")
  }
  const code = String(value)
  const of = (prefix: string) => words.say(`${prefix}.${code}`) ?? code
  switch (field) {
    case "agency":
      return words.agency(code)
    case "centre":
      return words.centre(code)
    case "service":
      return words.service(code)
    case "languages":
      return words.language(code)
    case "roles":
      return of("role")
    case "capabilities":
      return of("dispatch.capability")
    case "can":
      return of("hospitals.can")
    case "function":
      return of("rosters.function")
    default:
      return code
  }
}
function objectWords(field: string, value: object, words: HistoryWords): string {
  if (field === "hours") return words.hours(value as OnCallDuty["hours"])
  const { lat, lon } = value as { lat?: number; lon?: number }
  if (lat !== undefined && lon !== undefined) return `${lat.toFixed(5)}, ${lon.toFixed(5)}`
  return Object.values(value).filter(Boolean).join(" ")
}
function periodWords(period: { since: string; until: string | null }, words: HistoryWords): string {
  return `${words.day(period.since)} – ${period.until ? words.day(period.until) : "…"}`
}

/** The fields that a change changed, as they were before it. */
export function formerFields(change: Pick<RowChange, "fields">): Readonly<Record<string, unknown>> {
  return Object.fromEntries(change.fields.map((each) => [each.field, JSON.parse(each.before) as unknown]))
}
/** A change can be taken into the form where the row is still there and was there before. */
export function canPutBack(change: Pick<RowChange, "fields" | "act">): boolean {
  return change.act !== "added" && change.fields.length > 0
}
