/** A unit's fixed data as an administrator types it, and whether it can be so. Pure: the server judges again. */

import type { Point, RegisterUnit, UnitRecord } from "../../protocol/generated.ts"
import { compact, type FormErrors, PHONE } from "./forms.ts"

export interface UnitDraft {
  /** Null: not there yet. */
  id: string | null
  callsign: string
  agency: string
  centre: string
  capabilities: string[]
  home: Point | null
  talk_group: string
  /** Addresses with commas between. */
  radios: string
  phone: string
  retired: boolean
}

/** MCC-MNC-SSI, with as many noughts in front as people write; the server says whether the numbers can be. */
const RADIO = /^[0-9]{3}-[0-9]{1,5}-[0-9]{1,8}$/
const listed = (text: string): readonly string[] => text.split(/[,;\s]+/).filter(Boolean)
/** Each as it is kept: `214-0001-02001` is `214-1-2001`. */
function radiosOf(text: string): string[] {
  return listed(text).map((each) => {
    const [country = "", network = "", radio = ""] = each.split("-")
    return `${country}-${Number(network)}-${Number(radio)}`
  })
}

const CALLSIGN = /^[A-Z0-9]{1,6}(-[A-Z0-9]{1,6}){0,2}$/

export function unitDraftOf(unit: UnitRecord | null): UnitDraft {
  return {
    id: unit?.id ?? null,
    callsign: unit?.callsign ?? "",
    agency: unit?.agency ?? "",
    centre: unit?.centre ?? "",
    capabilities: [...(unit?.capabilities ?? [])].sort(),
    home: unit?.home ?? null,
    talk_group: unit?.talk_group ?? "",
    radios: unit?.radios.join(", ") ?? "",
    phone: unit?.phone ?? "",
    retired: unit?.retired ?? false,
  }
}

/** What units of the same agency can do, and what else there is: a form shows the first, and the rest when it is asked for. */
export function capabilitiesOf(
  all: readonly string[],
  units: readonly UnitRecord[],
  agency: string,
): { readonly own: readonly string[]; readonly others: readonly string[] } {
  const used = new Set(
    units
      .filter((each) => each.agency === agency && !each.retired)
      .flatMap((each) => each.capabilities as readonly string[]),
  )
  // An agency without units yet has no own: everything is shown.
  if (used.size === 0) return { own: all, others: [] }
  return { own: all.filter((each) => used.has(each)), others: all.filter((each) => !used.has(each)) }
}

export function unitErrors(draft: UnitDraft): FormErrors {
  return {
    ...(CALLSIGN.test(draft.callsign.trim()) ? {} : { callsign: "admin.error.callsign" }),
    ...(draft.centre === "" ? { centre: "admin.error.required" } : {}),
    ...(draft.capabilities.length === 0 ? { capabilities: "admin.error.capabilities" } : {}),
    ...(draft.home === null ? { home: "admin.error.required" } : {}),
    ...(draft.phone !== "" && !PHONE.test(compact(draft.phone)) ? { phone: "admin.error.phone" } : {}),
    ...(listed(draft.radios).every((each) => RADIO.test(each)) ? {} : { radios: "admin.error.radios" }),
  }
}

/** Stated whole; null while something that it needs is not there. */
export function unitCommand(draft: UnitDraft, id: string, mode: RegisterUnit["mode"]): RegisterUnit | null {
  if (draft.home === null) return null
  return {
    kind: "dispatch.register_unit",
    unit: id,
    callsign: draft.callsign.trim(),
    agency: draft.agency,
    centre: draft.centre,
    capabilities: draft.capabilities as RegisterUnit["capabilities"],
    home: draft.home,
    mode,
    talk_group: draft.talk_group.trim() || null,
    radios: radiosOf(draft.radios) as RegisterUnit["radios"],
    phone: compact(draft.phone) || null,
    retired: draft.retired,
  }
}
