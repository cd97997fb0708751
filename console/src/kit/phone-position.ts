/** A fix of a caller's telephone in words. */

import { lenientFacts, t, tOr } from "../i18n/i18n.svelte.ts"
import type { LocationFailure, Position } from "../protocol/generated.ts"
import { eighthOf } from "../state/earth.ts"
import { fixRadius } from "../state/phone-fix.ts"

const KMH_IN_M_S = 3.6
const STILL_M_S = 0.5

/** What is located: an eCall says where a car is, and every other source where a telephone is. */
const located = (fix: Position) => (fix.source === "ecall" ? "vehicle" : "telephone")

/** «teléfono ±35 m · 0:12», «vehículo ±150 m · 0:12». */
export function phoneWords(fix: Position, age: string): string {
  const radius_m = fixRadius(fix)
  const whose = located(fix)
  return radius_m === null
    ? t("desk.phone_chip_unknown", { whose, age })
    : t("desk.phone_chip", { whose, metres: Math.round(radius_m), age })
}

/** «AML · satélites · varias llamadas con este número»: from where it came, by what, and why it may be of something else. */
export function fixWords(fix: Position): string {
  const method = fix.method ? [t(`desk.fix_method.${fix.method}`)] : []
  return [t(`desk.fix_from.${fix.source}`), ...method, ...flagWords(fix)].join(" · ")
}

/** Why a fix may be of another telephone or moment than the call it stands in. */
export function flagWords(fix: Position): string[] {
  return (fix.flags ?? []).map((flag) => t(`desk.fix_flag.${flag}`))
}

/** «elipse · 820 m sobre el mar ±5 m · planta 3 · 12 km/h al nordeste»: what it says beside its circle; empty where it says no more. */
export function detailWords(fix: Position): string {
  const shape = fix.shape ? [t(`desk.fix_shape.${fix.shape.shape}`)] : []
  const floor = fix.floor ? [t("desk.fix_floor", { floor: fix.floor })] : []
  return [...shape, ...altitudeWords(fix), ...floor, ...movementWords(fix)].join(" · ")
}
function altitudeWords({ altitude }: Position): string[] {
  if (!altitude) return []
  const above = t(`desk.fix_altitude.${altitude.above}`, { metres: Math.round(altitude.metres) })
  const off_m = altitude.uncertainty_m
  return [off_m ? t("desk.fix_altitude_off", { above, metres: Math.ceil(off_m) }) : above]
}
/** A speed of less than walking is a device that lies still, and says nothing of a direction. */
function movementWords({ movement }: Position): string[] {
  if (!movement) return []
  const { speed_m_s, bearing_deg } = movement
  const speed = speed_m_s == null ? [] : [t("desk.fix_speed", { speed: Math.round(speed_m_s * KMH_IN_M_S) })]
  const still = speed_m_s != null && speed_m_s < STILL_M_S
  const toward = bearing_deg == null || still ? [] : [t(`map.toward.${eighthOf(bearing_deg)}`)]
  return [[...speed, ...toward].join(" ")].filter((words) => words !== "")
}
/** Why a location server gave no position, as a refusal is worded. */
export function failureWords(failure: LocationFailure): string {
  const facts = { host: failure.server, reason: failure.reason ?? "", code: failure.code }
  return tOr(`refusal.${failure.code}`, "kit.refused", lenientFacts(facts))
}

/** What stands above the map of it. */
export function circleWords(fix: Position): string {
  const radius_m = fixRadius(fix)
  const whose = located(fix)
  return radius_m === null
    ? t("desk.map_circle_unknown", { whose })
    : t("desk.map_circle", { whose, metres: Math.round(radius_m) })
}
