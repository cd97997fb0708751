/** Operations in words and on a map: the same on every page. */

import { i18n, t } from "../i18n/i18n.svelte.ts"
import type { MapArea, MapMark } from "../kit/map-shapes.ts"
import { dayTime } from "../kit/time.ts"
import type { NamedPlace, OperationRow, Point } from "../protocol/generated.ts"
import { middle } from "../roads/shapes.ts"
import { spoken } from "../state/places.ts"
import { left, nearest } from "./operations.ts"

type Operation = Pick<OperationRow, "id" | "state" | "details">

/** What its place looks like on the map; its word stands beside it, and in the list and the legend. */
export const SIGNS: Readonly<Record<NamedPlace["kind"], string>> = {
  gate: "⊓",
  meeting_point: "◎",
  first_aid: "✚",
  access: "⇥",
  command_post: "⚑",
  other: "•",
}

/** «Festa Major · termina a las 2:00». */
export function until(row: Operation): string {
  return t("preventive.until", { time: dayTime(row.details.ends_at, i18n.language) })
}

/** «Faltan 2 h 05 min», «empieza en 3 d 4 h», «ha terminado». */
export function howLong(row: Operation, now_ms: number): string {
  const { to, days, hours, minutes } = left(row, now_ms)
  if (to === "over") return t("preventive.time_over")
  const span =
    days > 0 ? t("preventive.days_hours", { days, hours }) : t("preventive.hours_minutes", { hours, minutes })
  return to === "starts" ? t("preventive.starts_in", { span }) : t("preventive.ends_in", { span })
}

/** What a case inside it means for whoever sends: «Puerta 4, a 120 m». */
export function meets(row: OperationRow, point: { lat: number; lon: number }): string {
  const found = nearest(row, point)
  return found ? t("preventive.meets", { place: found.place.name, away: spoken(found.away_m) }) : ""
}

/** Its name stands at its northern edge: in its middle stand its gates, and what happens. */
export function head(ring: readonly Point[]): Point {
  return { lat: Math.max(...ring.map((corner) => corner.lat)), lon: middle(ring).lon }
}

export function areasOf(rows: readonly Operation[]): readonly MapArea[] {
  return rows.map((row) => ({
    id: row.id,
    ring: row.details.ring,
    at: head(row.details.ring),
    label: row.details.name,
    detail: `${t("preventive.title_one", { name: row.details.name })} · ${t(`preventive.state.${row.state}`)} · ${until(row)}`,
    kind: "operation",
  }))
}

export function marksOf(rows: readonly Operation[]): readonly MapMark[] {
  return rows.flatMap((row) =>
    (row.details.places ?? []).map((place, nth) => ({
      id: `place:${row.id}:${nth}`,
      ...place.point,
      label: place.name,
      sign: SIGNS[place.kind],
      meaning: t(`geo.facility.${place.kind}`),
    })),
  )
}
