/** Hospitals as the server proposes them for one patient: asked when somebody chooses, said in one line, kept with the choice. */

import { t } from "../i18n/i18n.svelte.ts"
import { timeText } from "../kit/time.ts"
import type { CapacityColour, HospitalCapability, Point, ShownHospital } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { ageText, capabilityLabel } from "./hospitals.svelte.ts"

/** What is asked of a hospital most often: one digit each. */
export const COMMON_NEEDS = [
  "trauma",
  "stroke",
  "cath_lab",
  "burns",
  "paediatrics",
  "obstetrics",
  "psychiatry",
  "decontamination",
] as const satisfies readonly HospitalCapability[]

export interface OptionReason {
  readonly code: string
  readonly facts: { readonly [name: string]: string }
}
export interface OptionCapacity {
  readonly declared: number | null
  readonly said_at: string | null
  readonly coming: number
  readonly arrived: number
  /** Told of, and not left yet. */
  readonly meant: number
  readonly left: number | null
}
export interface HospitalOption {
  readonly hospital: string
  readonly name: string
  readonly travel_s: number | null
  readonly by: string | null
  readonly room: { readonly [colour in CapacityColour]: OptionCapacity }
  readonly coming: number
  readonly why: readonly OptionReason[]
}
export interface HospitalOptions {
  readonly proposed: readonly HospitalOption[]
  readonly aside: readonly HospitalOption[]
}

/** By the road from there; null where nobody could be asked: a name can still be typed. */
export async function fetchOptions(
  place: Point | null | undefined,
  colour: CapacityColour | null,
  need: HospitalCapability | null,
): Promise<HospitalOptions | null> {
  const query = new URLSearchParams()
  if (place) {
    query.set("lat", String(place.lat))
    query.set("lon", String(place.lon))
  }
  if (colour) query.set("colour", colour)
  if (need) query.set("needs", need)
  const found = await api<HospitalOptions>("GET", `/api/hospitals/options?${query}`)
  return found.ok ? found.value : null
}

/** «6 min · Rojos 2 − 1 ya van (hace 12:05) · línea recta». */
export function optionText(of: HospitalOption, colour: CapacityColour | null): string {
  return [driveMinutesText(of.travel_s), optionDetailText(of, colour)]
    .filter((each) => each !== "")
    .join(" · ")
}
export function driveMinutesText(travel_s: number | null): string {
  return travel_s === null ? "" : t("common.minutes", { minutes: Math.ceil(travel_s / 60) })
}

/** The same without the road. */
export function optionDetailText(of: HospitalOption, colour: CapacityColour | null): string {
  const words = colour ? [optionCapacityText(of.room[colour], colour)] : []
  if (of.coming > 0) words.push(t("hospitals.option_coming", { n: of.coming }))
  return [...words, ...of.why.map(optionReasonText)].filter((each) => each !== "").join(" · ")
}

export function optionCapacityText(room: OptionCapacity, name: CapacityColour): string {
  const colour = t(`hospitals.colour.${name}`)
  if (room.declared === null || room.said_at === null) return t("hospitals.option_unknown", { colour })
  const less = room.coming + room.arrived + room.meant
  const said = { colour, free: room.declared, age: ageText(room.said_at) }
  return less > 0 ? t("hospitals.option_less", { ...said, less }) : t("hospitals.option_room", said)
}

export function optionReasonText({ code, facts }: OptionReason): string {
  const what = (facts.what ?? "")
    .split(",")
    .filter((each) => each !== "")
    .map((each) => capabilityLabel(each as HospitalCapability))
    .join(", ")
  const until = facts.until ? timeText(facts.until) : ""
  switch (code) {
    case "diverted":
      return t("hospitals.why.diverted", { until, why: facts.why ?? "" })
    case "diverted_for":
      return t("hospitals.why.diverted_for", { what, until, why: facts.why ?? "" })
    case "cannot":
      return t("hospitals.why.cannot", { what })
    case "full":
      return t("hospitals.why.full")
    case "straight_line":
      return t("hospitals.why.straight_line")
    case "through_closure":
      return t("hospitals.why.through_closure")
    case "no_place":
      return t("hospitals.why.no_place")
    default:
      return "" // the room that is not known is said beside its colour
  }
}

/** What stood before whoever chose, in its order: it goes with their choice. */
export function shownHospitals(
  options: HospitalOptions | null,
  colour: CapacityColour | null,
): readonly ShownHospital[] {
  const shown = (of: HospitalOption, aside: string | null): ShownHospital => ({
    hospital: of.hospital,
    name: of.name,
    travel_s: of.travel_s,
    by: of.by,
    left: colour ? of.room[colour].left : null,
    aside,
  })
  return [
    ...(options?.proposed ?? []).map((each) => shown(each, null)),
    ...(options?.aside ?? []).map((each) => shown(each, each.why[0]?.code ?? null)),
  ]
}
