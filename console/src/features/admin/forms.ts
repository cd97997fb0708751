/** What an administrator types, and whether it can be so. Pure: the server judges again and has the last word. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"

export interface Person {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
  readonly agency: string | null
  readonly centre: string | null
  readonly languages: readonly string[]
  readonly active: boolean
  readonly phone?: string | null
  readonly staff_number?: string | null
  /** They have not yet changed the password that an administrator chose. */
  readonly password_given: boolean
}
export interface PersonDraft {
  /** Null: not there yet. */
  id: string | null
  login: string
  name: string
  roles: string[]
  agency: string
  centre: string
  languages: string[]
  phone: string
  staff_number: string
  active: boolean
  password: string
}
export type OrganisationKind = "agencies" | "centres" | "desks"
export interface Organisation {
  readonly id: string
  readonly name: string
  readonly service?: string
  readonly phone?: string | null
  readonly has_console?: boolean
  readonly agency?: string
  readonly zone?: string | null
  readonly centre?: string | null
  /** Of a desk: who may sit there, by any of these; everybody where none is named. */
  readonly roles?: readonly string[]
}
export type Directory = Readonly<Record<OrganisationKind, readonly Organisation[]>>
export interface OrganisationDraft {
  fresh: boolean
  id: string
  name: string
  service: string
  phone: string
  has_console: boolean
  agency: string
  zone: string
  centre: string
  roles: string[]
}
export type FormErrors = { readonly [field: string]: MessageKey | undefined }

/** As the server counts it (identity.core.model.Password): length is what guessing costs. */
export const PASSWORD_MIN = 12
const KEY = /^[a-z0-9][a-z0-9_-]{0,39}$/
export const PHONE = /^\+[1-9][0-9]{3,14}$/

/** `asked`: roles that wait for a second person; they stay asked for unless they are taken off the draft. */
export function personDraftOf(person: Person | null, asked: readonly string[] = []): PersonDraft {
  return {
    id: person?.id ?? null,
    login: person?.login ?? "",
    name: person?.name ?? "",
    roles: [...new Set([...(person?.roles ?? []), ...asked])].sort(),
    agency: person?.agency ?? "",
    centre: person?.centre ?? "",
    languages: [...(person?.languages ?? ["es"])],
    phone: person?.phone ?? "",
    staff_number: person?.staff_number ?? "",
    active: person?.active ?? true,
    password: "",
  }
}
export function organisationDraftOf(place: Organisation | null): OrganisationDraft {
  return {
    fresh: place === null,
    id: place?.id ?? "",
    name: place?.name ?? "",
    service: place?.service ?? "",
    phone: place?.phone ?? "",
    has_console: place?.has_console ?? true,
    agency: place?.agency ?? "",
    zone: place?.zone ?? "",
    centre: place?.centre ?? "",
    roles: [...(place?.roles ?? [])].sort(),
  }
}

/** The fields that cannot be as they are; empty when it can be sent. */
export function personErrors(draft: PersonDraft): FormErrors {
  const found: Record<string, MessageKey> = {}
  if (draft.login.trim() === "") found.login = "admin.error.required"
  else if (/\s/.test(draft.login.trim())) found.login = "admin.error.spaces"
  if (draft.name.trim() === "") found.name = "admin.error.required"
  if (draft.roles.length === 0) found.roles = "admin.error.roles"
  if (draft.languages.length === 0) found.languages = "admin.error.languages"
  if (draft.phone !== "" && !PHONE.test(compact(draft.phone))) found.phone = "admin.error.phone"
  if (/\s/.test(draft.staff_number.trim())) found.staff_number = "admin.error.spaces"
  if (draft.password === "" ? draft.id === null : draft.password.length < PASSWORD_MIN)
    found.password = "admin.error.short_password"
  return found
}
export function organisationErrors(
  kind: OrganisationKind,
  draft: OrganisationDraft,
  taken: ReadonlySet<string>,
): FormErrors {
  const found: Record<string, MessageKey> = {}
  if (draft.id === "") found.id = "admin.error.required"
  else if (!KEY.test(draft.id)) found.id = "admin.error.id"
  else if (draft.fresh && taken.has(draft.id)) found.id = "admin.error.taken"
  if (draft.name.trim() === "") found.name = "admin.error.required"
  if (kind === "agencies" && draft.service === "") found.service = "admin.error.required"
  if (kind !== "desks" && draft.phone !== "" && !PHONE.test(compact(draft.phone)))
    found.phone = "admin.error.phone"
  if (kind === "centres" && draft.agency === "") found.agency = "admin.error.required"
  if (kind === "centres" && draft.zone !== "" && !KEY.test(draft.zone)) found.zone = "admin.error.id"
  return found
}
export function compact(phone: string): string {
  return phone.replace(/[\s().-]/g, "")
}

/** What is sent: a person stated whole, the password only when there is one. */
export function personBody(draft: PersonDraft): object {
  return {
    login: draft.login.trim(),
    name: draft.name.trim(),
    roles: draft.roles,
    agency: draft.agency || null,
    centre: draft.centre || null,
    languages: draft.languages,
    phone: compact(draft.phone) || null,
    staff_number: draft.staff_number.trim() || null,
    active: draft.active,
    ...(draft.password ? { password: draft.password } : {}),
  }
}
export function organisationBody(kind: OrganisationKind, draft: OrganisationDraft): object {
  const common = { id: draft.id, name: draft.name.trim() }
  const phone = compact(draft.phone) || null
  if (kind === "agencies") return { ...common, service: draft.service, phone, has_console: draft.has_console }
  if (kind === "centres") return { ...common, agency: draft.agency, phone, zone: draft.zone || null }
  return { ...common, centre: draft.centre || null, roles: draft.roles }
}

/** Without 0 o 1 l i: it is read aloud and written down. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
/** Sixteen of thirty-one letters, about 79 bits, in groups that can be read aloud. `random` gives bytes. */
export function passphrase(random: (count: number) => Uint8Array): string {
  const letters: string[] = []
  while (letters.length < 16) {
    // A byte beyond the last whole round would make some letters likelier than others.
    for (const byte of random(32)) {
      if (byte < 248 && letters.length < 16) letters.push(LETTERS[byte % LETTERS.length] ?? "")
    }
  }
  return (letters.join("").match(/.{4}/g) ?? []).join("-")
}
