/** The sections of administration in the order of their keys: how each is called, and how a new row is asked for where rows are edited. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"

interface Section {
  readonly words: MessageKey
  /** Only where rows are edited one at a time. */
  readonly fresh?: MessageKey
}

const TABLE = {
  people: { words: "admin.people", fresh: "admin.new_person" },
  grants: { words: "grants.title" },
  agencies: { words: "admin.agencies", fresh: "admin.new_agency" },
  centres: { words: "admin.centres", fresh: "admin.new_centre" },
  desks: { words: "admin.desks", fresh: "admin.new_desk" },
  units: { words: "admin.units", fresh: "admin.new_unit" },
  hospitals: { words: "admin.hospitals", fresh: "admin.new_hospital" },
  on_call: { words: "admin.on_call", fresh: "admin.new_on_call" },
  qualifications: { words: "admin.qualifications" },
  import: { words: "import.title" },
  roles: { words: "admin.roles" },
  plan: { words: "admin.plan" },
  pace: { words: "admin.pace" },
  content: { words: "admin.content" },
  telephone: { words: "admin.telephone" },
  backups: { words: "admin.backups" },
  keys: { words: "admin.keys" },
  settings: { words: "admin.settings" },
  readiness: { words: "admin.readiness" },
} as const satisfies Readonly<Record<string, Section>>

export type AdminSection = keyof typeof TABLE
/** Sections whose rows are edited one at a time. */
export type EditedSection = {
  [section in AdminSection]: (typeof TABLE)[section] extends { readonly fresh: MessageKey } ? section : never
}[AdminSection]

export const SECTIONS: Readonly<Record<AdminSection, Section>> = TABLE
export const SECTION_ORDER = Object.keys(TABLE) as readonly AdminSection[]
