/** A partner and a key of one as an administrator types them, and whether they can be so. Pure: the server judges again. */

import type { MessageKey } from "../i18n/i18n.svelte.ts"
import type {
  ApiKeyRequest,
  ApiKeyRotation,
  ApiKeyView,
  KeyScope,
  PartnerRegister,
  PartnerView,
} from "../protocol/generated.ts"

export interface PartnerDraft {
  /** Null: not there yet. */
  readonly id: string | null
  name: string
  /** Empty: none. */
  agency: string
  contact: string
}
export interface KeyDraft {
  name: string
  scopes: string[]
  /** A day, as `2027-12-02`: the key is valid to its end. */
  until: string
  per_minute: string
}
export interface RotationDraft {
  until: string
  overlap_h: string
  why: string
}
export type PartnerErrors = Readonly<Record<string, MessageKey>>

/** Hours for which the previous secret may still work; the server allows a week at most. */
export const OVERLAPS_H = [0, 1, 24, 72, 168] as const
/** A sentence that says what a scope opens, and a word for it. */
export const SCOPE_WORDS = {
  "interviews:read": {
    opens: "partners.scope.interviews_read",
    short: "partners.scope_short.interviews_read",
  },
  "protocols:read": { opens: "partners.scope.protocols_read", short: "partners.scope_short.protocols_read" },
  "sms:write": { opens: "partners.scope.sms_write", short: "partners.scope_short.sms_write" },
  "types:read": { opens: "partners.scope.types_read", short: "partners.scope_short.types_read" },
  "location:write": {
    opens: "partners.scope.location_write",
    short: "partners.scope_short.location_write",
  },
  "ecall:write": { opens: "partners.scope.ecall_write", short: "partners.scope_short.ecall_write" },
} as const satisfies Readonly<Record<KeyScope, Readonly<Record<"opens" | "short", MessageKey>>>>
export const PARTNERS_PATH = "/api/admin/partners"
const YEAR_DAYS = 365
/** Two years, one of which may be a leap year. */
const LIFE_DAYS = 731
const DAY_MS = 86_400_000
const PER_MINUTE_MAX = 6000
const AGO_UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const

export function partnerDraftOf(partner: PartnerView | null): PartnerDraft {
  return {
    id: partner?.id ?? null,
    name: partner?.name ?? "",
    agency: partner?.agency ?? "",
    contact: partner?.contact ?? "",
  }
}
/** `today`: as `2026-12-02`. A key lasts a year unless somebody says otherwise. */
export function keyDraftOf(today: string): KeyDraft {
  return { name: "", scopes: [], until: daysAfter(today, YEAR_DAYS), per_minute: "60" }
}
export function rotationDraftOf(today: string): RotationDraft {
  return { until: daysAfter(today, YEAR_DAYS), overlap_h: "24", why: "" }
}

export function partnerErrors(draft: PartnerDraft): PartnerErrors {
  return draft.name.trim() === "" ? { name: "admin.error.required" } : {}
}
export function keyErrors(draft: KeyDraft, today: string): PartnerErrors {
  return {
    ...(draft.name.trim() === "" ? { name: "admin.error.required" } : {}),
    ...(draft.scopes.length === 0 ? { scopes: "partners.error_scopes" } : {}),
    ...untilErrors(draft.until, today),
    ...(isLimit(draft.per_minute) ? {} : { per_minute: "partners.error_limit" }),
  }
}
export function rotationErrors(draft: RotationDraft, today: string): PartnerErrors {
  return {
    ...untilErrors(draft.until, today),
    ...(draft.why.trim() === "" ? { why: "admin.error.required" } : {}),
  }
}
function untilErrors(until: string, today: string): PartnerErrors {
  return until > today && until <= latestDay(today) ? {} : { until: "partners.error_until" }
}
function isLimit(text: string): boolean {
  return /^[0-9]{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= PER_MINUTE_MAX
}

export function keyRequest(draft: KeyDraft): Omit<ApiKeyRequest, "key"> {
  return {
    name: draft.name.trim(),
    scopes: draft.scopes as [KeyScope, ...KeyScope[]],
    expires_at: endOf(draft.until),
    per_minute: Number(draft.per_minute),
  }
}
export function rotationRequest(draft: RotationDraft, key: ApiKeyView): ApiKeyRotation {
  return {
    secret_version: key.secret_version,
    expires_at: endOf(draft.until),
    overlap_h: Number(draft.overlap_h),
    why: draft.why.trim(),
  }
}

/** The latest day to which a key may be valid. `today`: as `2026-12-02`. */
export function latestDay(today: string): string {
  return daysAfter(today, LIFE_DAYS)
}
/** Keys that wait for a second person. */
export function waitingCount(register: PartnerRegister): number {
  return register.partners.flatMap((each) => each.keys).filter((key) => key.waiting_made_by !== null).length
}
/** «hace 2 minutos», in a language: the greatest unit that is whole. */
export function agoText(seconds: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "always" })
  const [unit, length_s] = AGO_UNITS.find((each) => seconds >= each[1]) ?? ["second", 1]
  return words.format(-Math.floor(Math.max(0, seconds) / length_s), unit)
}
/** The last day on which a key is valid. */
export function lastDay(key: Pick<ApiKeyView, "expires_at">): string {
  return key.expires_at.slice(0, 10)
}
function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
function endOf(day: string): string {
  return `${day}T23:59:59Z`
}
