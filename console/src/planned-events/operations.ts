/** Preventive operations as places on a map and as spans of time: pure, tried without a page. */

import type { NamedPlace, OperationRow, Point } from "../protocol/generated.ts"
import { distance_m, isInsideRing } from "../state/earth.ts"

/** Those that are on the ground now: before, their gates mean nothing yet. */
export function runningOperations(rows: readonly OperationRow[]): readonly OperationRow[] {
  return rows.filter((row) => row.state === "active" || row.state === "ending")
}

/** Those that run and cover a place, in the order in which they began. */
export function operationsCovering(
  rows: readonly OperationRow[],
  place: Point | null | undefined,
): readonly OperationRow[] {
  if (!place) return []
  return rows
    .filter((row) => row.state === "active" && isInsideRing(row.details.ring, place))
    .sort((a, b) => (a.began_at ?? "").localeCompare(b.began_at ?? ""))
}

/** Gates and meeting points are where a crew is met; a first-aid post is not. */
const MEETS: readonly string[] = ["gate", "meeting_point", "access"]

export interface NearestPlace {
  readonly place: NamedPlace
  readonly away_m: number
}
/** The nearest place where somebody can be met. */
export function nearestPlace(row: OperationRow, point: Point): NearestPlace | null {
  return (row.details.places ?? [])
    .filter((place) => MEETS.includes(place.kind))
    .map((place) => ({ place, away_m: distance_m(place.point, point) }))
    .reduce<NearestPlace | null>(
      (best, one) => (best === null || one.away_m < best.away_m ? one : best),
      null,
    )
}

const TURN: Readonly<Record<OperationRow["state"], number>> = {
  active: 0,
  ending: 1,
  planned: 2,
  ended: 3,
  cancelled: 4,
}
/** What runs first, then what ends, then what comes by its start; what is over last, the newest first. */
export function sortOperations<T extends Pick<OperationRow, "state" | "details">>(
  rows: readonly T[],
): readonly T[] {
  return [...rows].sort((a, b) => {
    const turn = TURN[a.state] - TURN[b.state]
    if (turn !== 0) return turn
    const starts = a.details.starts_at.localeCompare(b.details.starts_at)
    return TURN[a.state] > 2 ? -starts : starts
  })
}

export interface TimeLeft {
  /** `starts` counts down to the start, `ends` to the end; `over`: its end is past. */
  readonly to: "starts" | "ends" | "over"
  readonly days: number
  readonly hours: number
  readonly minutes: number
  /** How much of its time has gone, 0 to 1. */
  readonly share: number
}
/** How long it is to what comes next. */
export function timeLeft(
  { details, state }: Pick<OperationRow, "details" | "state">,
  now_ms: number,
): TimeLeft {
  const [start, end] = [Date.parse(details.starts_at), Date.parse(details.ends_at)]
  const to = state === "planned" && now_ms < start ? "starts" : now_ms < end ? "ends" : "over"
  const minutes = Math.max(0, Math.ceil(((to === "starts" ? start : end) - now_ms) / 60_000))
  return {
    to,
    days: Math.floor(minutes / 1440),
    hours: Math.floor((minutes % 1440) / 60),
    minutes: minutes % 60,
    share: Math.min(1, Math.max(0, (now_ms - start) / (end - start))),
  }
}

/** What the clock on the wall of a zone shows at a moment, as a date field has it: `2026-08-15T18:00`. */
export function zoneDateTime(at: string, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ""
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`
}
