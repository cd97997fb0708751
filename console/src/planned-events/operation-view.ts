/** Operations in words and on a map: the same on every page. */

import { i18n, t } from "../i18n/i18n.svelte.ts"
import { roundedDistanceText } from "../kit/distance-text.ts"
import type { MapArea, MapMark } from "../kit/map-shapes.ts"
import { dayTime } from "../kit/time.ts"
import type { NamedPlace, OperationRow, Point } from "../protocol/generated.ts"
import { ringMiddle } from "../state/earth.ts"
import { nearestPlace, timeLeft } from "./operations.ts"

type Operation = Pick<OperationRow, "id" | "state" | "details">

/** What its place looks like on the map; its word stands beside it, and in the list and the legend. */
export const PLACE_SIGNS: Readonly<Record<NamedPlace["kind"], string>> = {
  gate: "⊓",
  meeting_point: "◎",
  first_aid: "✚",
  access: "⇥",
  command_post: "⚑",
  other: "•",
}

/** «Festa Major · termina a las 2:00». */
export function operationEndText(row: Operation): string {
  return t("preventive.until", { time: dayTime(row.details.ends_at, i18n.language) })
}

/** «Faltan 2 h 05 min», «empieza en 3 d 4 h», «ha terminado». */
export function timeLeftText(row: Operation, now_ms: number): string {
  const { to, days, hours, minutes } = timeLeft(row, now_ms)
  if (to === "over") return t("preventive.time_over")
  const span =
    days > 0 ? t("preventive.days_hours", { days, hours }) : t("preventive.hours_minutes", { hours, minutes })
  return to === "starts" ? t("preventive.starts_in", { span }) : t("preventive.ends_in", { span })
}

/** What a case inside it means for whoever sends: «Puerta 4, a 120 m». */
export function meetingPlaceText(row: OperationRow, point: { lat: number; lon: number }): string {
  const found = nearestPlace(row, point)
  return found
    ? t("preventive.meets", { place: found.place.name, away: roundedDistanceText(found.away_m) })
    : ""
}

/** Its name stands at its northern edge: in its middle stand its gates, and what happens. */
export function northernEdge(ring: readonly Point[]): Point {
  return { lat: Math.max(...ring.map((corner) => corner.lat)), lon: ringMiddle(ring).lon }
}

export function operationAreas(rows: readonly Operation[]): readonly MapArea[] {
  return rows.map((row) => ({
    id: row.id,
    ring: row.details.ring,
    at: northernEdge(row.details.ring),
    label: row.details.name,
    detail: `${t("preventive.title_one", { name: row.details.name })} · ${t(`preventive.state.${row.state}`)} · ${operationEndText(row)}`,
    kind: "operation",
  }))
}

export function operationMarks(rows: readonly Operation[]): readonly MapMark[] {
  return rows.flatMap((row) =>
    (row.details.places ?? []).map((place, nth) => ({
      id: `place:${row.id}:${nth}`,
      ...place.point,
      label: place.name,
      sign: PLACE_SIGNS[place.kind],
      meaning: t(`geo.facility.${place.kind}`),
    })),
  )
}
