/** The sections of administration in the order of the page: how each is called, its group, and how a new row is asked for where rows are edited. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"

/** The groups of sections, in the order of the page. */
export const SECTION_GROUPS = {
  staff: "admin.group_staff",
  directory: "admin.group_directory",
  response: "admin.group_response",
  system: "admin.group_system",
} as const satisfies Readonly<Record<string, MessageKey>>

interface Section {
  readonly group: keyof typeof SECTION_GROUPS
  readonly words: MessageKey
  /** Only where rows are edited one at a time. */
  readonly fresh?: MessageKey
  /** What other people call it: it is found by these words too. */
  readonly also?: MessageKey
  /** Who else may open it, beside who administers. */
  readonly permission?: string
  /** Who administers may not: it needs that permission. */
  readonly exclusive?: true
}

const TABLE = {
  people: { group: "staff", words: "admin.people", fresh: "admin.new_person" },
  grants: { group: "staff", words: "grants.title" },
  roles: { group: "staff", words: "admin.roles" },
  on_call: { group: "staff", words: "admin.on_call", fresh: "admin.new_on_call" },
  shifts: { group: "staff", words: "shifts.title", permission: PERMISSION.SHIFT_PLAN },
  qualifications: { group: "staff", words: "admin.qualifications" },
  agencies: { group: "directory", words: "admin.agencies", fresh: "admin.new_agency" },
  centres: { group: "directory", words: "admin.centres", fresh: "admin.new_centre" },
  desks: { group: "directory", words: "admin.desks", fresh: "admin.new_desk" },
  units: { group: "directory", words: "admin.units", fresh: "admin.new_unit" },
  hospitals: { group: "directory", words: "admin.hospitals", fresh: "admin.new_hospital" },
  contacts: { group: "directory", words: "contacts.title" },
  premise_notes: { group: "directory", words: "premise.title", permission: PERMISSION.PREMISE_NOTE_WRITE },
  import: { group: "directory", words: "import.title" },
  plan: { group: "response", words: "admin.plan" },
  radio: { group: "response", words: "radio.plan.title" },
  pace: { group: "response", words: "admin.pace" },
  opening_rules: {
    group: "response",
    words: "openings.title",
    also: "find.also.openings",
    permission: PERMISSION.OPENING_RULE_WRITE,
    exclusive: true,
  },
  content: { group: "response", words: "admin.content" },
  readiness: { group: "system", words: "admin.readiness", permission: PERMISSION.RISK_ACCEPT },
  tls: { group: "system", words: "admin.tls" },
  telephone: { group: "system", words: "admin.telephone" },
  messaging: { group: "system", words: "admin.messaging", also: "find.also.messaging" },
  backups: { group: "system", words: "admin.backups" },
  keys: { group: "system", words: "admin.keys" },
  partners: {
    group: "system",
    words: "partners.title",
    also: "find.also.partners",
    permission: PERMISSION.PEOPLE_CONFIRM,
  },
  settings: { group: "system", words: "admin.settings" },
} as const satisfies Readonly<Record<string, Section>>

export type AdminSection = keyof typeof TABLE
/** Sections whose rows are edited one at a time. */
export type EditedSection = {
  [section in AdminSection]: (typeof TABLE)[section] extends { readonly fresh: MessageKey } ? section : never
}[AdminSection]

export const SECTIONS: Readonly<Record<AdminSection, Section>> = TABLE
export const SECTION_ORDER = Object.keys(TABLE) as readonly AdminSection[]

/** The permission by which a person opens a section: that of who administers, else the section's own. */
export function permissionOf(section: AdminSection, may: (permission: string) => boolean): string {
  const { permission = PERMISSION.PEOPLE_ADMIN, exclusive } = SECTIONS[section]
  return !exclusive && may(PERMISSION.PEOPLE_ADMIN) ? PERMISSION.PEOPLE_ADMIN : permission
}
/** The sections that a person may open: a chief of the room the readiness, who plans a roster the shifts, a second person the keys. */
export function sectionsOf(may: (permission: string) => boolean): readonly AdminSection[] {
  return SECTION_ORDER.filter((section) => may(permissionOf(section, may)))
}
