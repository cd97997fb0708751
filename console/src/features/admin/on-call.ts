/** A duty of people on call as an administrator types it, and whether it can be so. Pure: the server judges again. */

import type { OnCallDuty, SetOnCallDuty } from "../../protocol/generated.ts"
import type { FormErrors } from "./forms.ts"

export interface ContactDraft {
  name: string
  phone: string
  /** By which Auxilio itself sends them messages. */
  ways: string[]
  /** With the way `email`. */
  email: string
  language: string
}
export interface OnCallDraft {
  /** Null: not there yet. */
  id: string | null
  function: string
  /** Of the function `notice` the code of the notice that is given to them, of `plan_party` that of the party of a plan. */
  notice: string
  /** Empty: everywhere; else `centre:` or `agency:` and its id. */
  scope: string
  /** ISO weekdays, as text: `1` is Monday. */
  days: string[]
  starts: string
  ends: string
  first_day: string
  last_day: string
  /** Always as many as there are places; those without name and number are left out. */
  contacts: ContactDraft[]
}

/** Who is on call, and four deputies. */
export const CONTACTS = 5
export const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const
/** Functions of which a duty says which notice, or which party of a plan. */
const NAMES_A_CODE: ReadonlySet<string> = new Set(["notice", "plan_party"])
const CLOCK = /^([01][0-9]|2[0-3]):[0-5][0-9]$/
const NOTICE = /^[a-z][a-z0-9_]{0,59}$/
const REFERENCE = "es"
/** As a gateway dials it, from anywhere. */
const INTERNATIONAL = /^\+[1-9][0-9]{3,14}$/
/** The server judges every character. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/
const DIALLED = /^\+?[0-9]{3,15}$/
/** A Monday, whatever the zone. */
const MONDAY_MS = Date.UTC(2024, 0, 1, 12)
const DAY_MS = 86_400_000

export function onCallDraftOf(duty: OnCallDuty | null, today: string): OnCallDraft {
  const contacts: ContactDraft[] = (duty?.contacts ?? []).map(({ name, phone, ways, email, language }) => ({
    name,
    phone,
    ways: [...(ways ?? [])],
    email: email ?? "",
    language: language ?? REFERENCE,
  }))
  while (contacts.length < CONTACTS)
    contacts.push({ name: "", phone: "", ways: [], email: "", language: REFERENCE })
  return {
    id: duty?.id ?? null,
    function: duty?.function ?? "duty_officer",
    notice: duty?.notice ?? "",
    scope: duty?.centre ? `centre:${duty.centre}` : duty?.agency ? `agency:${duty.agency}` : "",
    days: duty ? duty.hours.days.map(String) : [...WEEKDAYS],
    starts: duty?.hours.starts ?? "00:00",
    ends: duty?.hours.ends ?? "00:00",
    first_day: duty?.hours.first_day ?? today,
    last_day: duty?.hours.last_day ?? "",
    contacts,
  }
}

export function onCallErrors(draft: OnCallDraft): FormErrors {
  return {
    ...(NAMES_A_CODE.has(draft.function) && !NOTICE.test(draft.notice.trim())
      ? { notice: "admin.error.required" }
      : {}),
    ...(draft.days.length === 0 ? { days: "admin.error.days" } : {}),
    ...(CLOCK.test(clockText(draft.starts)) ? {} : { starts: "admin.error.clock" }),
    ...(CLOCK.test(clockText(draft.ends)) ? {} : { ends: "admin.error.clock" }),
    ...(draft.first_day === "" ? { first_day: "admin.error.date" } : {}),
    ...(draft.last_day !== "" && draft.last_day < draft.first_day
      ? { last_day: "admin.error.date_reversed" }
      : {}),
    ...contactErrors(draft.contacts),
  }
}
/** The first place is somebody's; a deputy has both a name and a number, or neither. */
function contactErrors(contacts: readonly ContactDraft[]): FormErrors {
  const found: Record<
    string,
    "admin.error.required" | "admin.error.dialled" | "admin.error.international" | "admin.error.email"
  > = {}
  contacts.forEach((contact, place) => {
    const [name, phone] = [contact.name.trim(), dialled(contact.phone)]
    if (place > 0 && name === "" && phone === "") return
    if (name === "") found[`name_${place}`] = "admin.error.required"
    if (!DIALLED.test(phone)) found[`phone_${place}`] = "admin.error.dialled"
    else if (contact.ways.length > 0 && !INTERNATIONAL.test(phone))
      found[`phone_${place}`] = "admin.error.international"
    const wanted = contact.ways.includes("email") || contact.email.trim() !== ""
    if (wanted && !EMAIL.test(contact.email.trim())) found[`email_${place}`] = "admin.error.email"
  })
  return found
}

export function onCallCommand(draft: OnCallDraft, id: string): SetOnCallDuty {
  const [kind, place] = [draft.scope.slice(0, draft.scope.indexOf(":")), draft.scope.replace(/^[a-z]+:/, "")]
  const contacts = draft.contacts
    .map(({ name, phone, ways, email, language }) => ({
      name: name.trim(),
      phone: dialled(phone),
      ways,
      email: email.trim() || null,
      language,
    }))
    .filter(({ name, phone }) => name !== "" || phone !== "")
  return {
    kind: "rosters.set_on_call",
    duty: id,
    function: draft.function as SetOnCallDuty["function"],
    notice: NAMES_A_CODE.has(draft.function) ? draft.notice.trim() : null,
    centre: kind === "centre" ? place : null,
    agency: kind === "agency" ? place : null,
    hours: {
      days: draft.days.map(Number).sort() as SetOnCallDuty["hours"]["days"],
      starts: clockText(draft.starts),
      ends: clockText(draft.ends),
      first_day: draft.first_day,
      last_day: draft.last_day || null,
    },
    contacts: contacts as SetOnCallDuty["contacts"],
  }
}

/** `8:00`, `0800` and `8` are typed for `08:00`. */
export function clockText(typed: string): string {
  const [, hour = "", minute = ""] = /^(\d{1,2})[:.h]?(\d{2})?$/.exec(typed.trim()) ?? []
  return hour === "" ? typed.trim() : `${hour.padStart(2, "0")}:${minute || "00"}`
}
function dialled(phone: string): string {
  return phone.replace(/[\s().-]/g, "")
}

/** Whether its days are over, go on or are still to come; days as on the calendar of the centre. */
export function dutyState(hours: OnCallDuty["hours"], today: string): "in_force" | "later" | "over" {
  if (hours.first_day > today) return "later"
  return hours.last_day && hours.last_day < today ? "over" : "in_force"
}

/** `lun` or `lunes`. */
export function weekdayName(day: number, language: string, form: "short" | "long"): string {
  return new Intl.DateTimeFormat(language, { weekday: form, timeZone: "UTC" }).format(
    MONDAY_MS + (day - 1) * DAY_MS,
  )
}

/** `lun–vie 08:00–20:00`. */
export function hoursText(hours: OnCallDuty["hours"], language: string): string {
  const days: readonly number[] = hours.days
  const runs: number[][] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last?.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  const short = (day: number) => weekdayName(day, language, "short")
  const words = runs.map((run) => {
    const [first = 1, last = 1] = [run[0], run.at(-1)]
    return run.length > 2 ? `${short(first)}–${short(last)}` : run.map(short).join(", ")
  })
  return `${words.join(", ")} ${hours.starts}–${hours.ends}`
}
