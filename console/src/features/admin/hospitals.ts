/** A hospital's fixed data as an administrator types it, and whether it can be so. Pure: the server judges again. */

import type { AddHospital, ChangeHospital, HospitalRecord, Point } from "../../protocol/generated.ts"
import { compact, type FormErrors, PHONE } from "./forms.ts"

export interface HospitalDraft {
  /** Null: not there yet. */
  id: string | null
  name: string
  phone: string
  /** It had a telephone of its own, and has none any more. */
  no_phone: boolean
  place: Point | null
  can: string[]
}

export function hospitalDraftOf(hospital: HospitalRecord | null): HospitalDraft {
  return {
    id: hospital?.id ?? null,
    name: hospital?.name ?? "",
    phone: hospital?.phone ?? "",
    no_phone: false,
    place: hospital?.place ?? null,
    can: [...(hospital?.can ?? [])].sort(),
  }
}

/** A hospital that has a telephone keeps one, unless somebody says that it has none any more: an empty field is a slip. */
export function hospitalErrors(draft: HospitalDraft, known: HospitalRecord | null): FormErrors {
  const phone = draft.no_phone ? "" : compact(draft.phone)
  return {
    ...(draft.name.trim() === "" ? { name: "admin.error.required" } : {}),
    ...(draft.place === null ? { place: "admin.error.required" } : {}),
    ...(phone === "" && known?.phone && !draft.no_phone ? { phone: "admin.error.required" } : {}),
    ...(phone !== "" && !PHONE.test(phone) ? { phone: "admin.error.phone" } : {}),
  }
}

/** Null while something that it needs is not there. */
export function hospitalCommand(draft: HospitalDraft, id: string): AddHospital | ChangeHospital | null {
  if (draft.place === null) return null
  const stated = {
    hospital: id,
    name: draft.name.trim(),
    place: draft.place,
    phone: draft.no_phone ? null : compact(draft.phone) || null,
    can: draft.can as NonNullable<AddHospital["can"]>,
  }
  return draft.id === null
    ? { kind: "hospitals.add", ...stated }
    : { kind: "hospitals.change", ...stated, no_phone: draft.no_phone }
}
