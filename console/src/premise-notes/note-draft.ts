/** A premise note as it is typed in its form. Pure. */

import type {
  ChangePremiseNote,
  EnterPremiseNote,
  Point,
  PremiseNoteKind,
  PremiseNoteRecord,
} from "../protocol/generated.ts"

export const NOTE_KINDS = [
  "violence",
  "dangerous_goods",
  "dog",
  "oxygen",
  "access_code",
  "mobility",
  "other",
] as const satisfies readonly PremiseNoteKind[]
/** Metres around the point; 0: this address alone. */
export const NOTE_RADII_M = [0, 30, 100, 250, 500] as const
const DAY_MS = 86_400_000
const TERMS_DAYS = [30, 90, 365, 730, 1825] as const
/** A warning against people is judged again each year (decision 0398). */
const LONGEST_OF_VIOLENCE_DAYS = 365
export const DEFAULT_TERM_DAYS = 365

/** How long a note of this kind may stand, in days. */
export function termsOf(kind: PremiseNoteKind): readonly number[] {
  return TERMS_DAYS.filter((days) => kind !== "violence" || days <= LONGEST_OF_VIOLENCE_DAYS)
}

export interface NoteDraft {
  /** The note that is changed, as it was read; null: a new one. */
  of: Pick<PremiseNoteRecord, "id" | "version"> | null
  kind: PremiseNoteKind
  text: string
  address: string
  municipality: string
  point: Point | null
  detail: string
  radius_m: number
  days: number
}
export function emptyDraft(): NoteDraft {
  return {
    of: null,
    kind: "access_code",
    text: "",
    address: "",
    municipality: "",
    point: null,
    detail: "",
    radius_m: 30,
    days: DEFAULT_TERM_DAYS,
  }
}
export function draftOf(note: PremiseNoteRecord): NoteDraft {
  const { id, version, kind, text, address, municipality, point, detail, radius_m } = note
  return {
    of: { id, version },
    kind,
    text,
    address,
    municipality,
    point,
    detail,
    radius_m,
    days: DEFAULT_TERM_DAYS,
  }
}
/** Which fields are not right, each with the key of why. */
export function draftErrors({ text, point }: Pick<NoteDraft, "text" | "point">): {
  readonly text?: "premise.text_missing"
  readonly address?: "premise.address_missing"
} {
  return {
    ...(text.trim() === "" ? { text: "premise.text_missing" as const } : {}),
    ...(point === null ? { address: "premise.address_missing" as const } : {}),
  }
}
/** The command that saves it; `id` and `now_ms` are for a new one. */
export function saveCommand(
  draft: NoteDraft & { readonly point: Point },
  id: string,
  now_ms: number,
): EnterPremiseNote | ChangePremiseNote {
  const { text, address, municipality, point, detail, radius_m } = draft
  const stated = { note_kind: draft.kind, text, address, municipality, point, detail, radius_m }
  if (draft.of !== null)
    return { kind: "premise_notes.change", note: draft.of.id, read_version: draft.of.version, ...stated }
  const days = termsOf(draft.kind).includes(draft.days) ? draft.days : DEFAULT_TERM_DAYS
  return {
    kind: "premise_notes.enter",
    note: id,
    ...stated,
    expires_at: new Date(now_ms + days * DAY_MS).toISOString(),
  }
}
