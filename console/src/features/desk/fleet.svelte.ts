/**
 * Where the units of the case are, and the road each still has before it. Positions are telemetry: they come by
 * asking, and their age is shown; a road is asked for again when its unit has moved, or when
 * another road is closed or open, not each second.
 */

import { t } from "../../i18n/i18n.svelte.ts"
import type { MapRoute } from "../../kit/map-shapes.ts"
import { drawnPosition, positionText } from "../../kit/unit-positions.ts"
import type { Point, UnitLocation, UnitRow } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { distance_m } from "../../state/earth.ts"
import { now } from "../../state/now.svelte.ts"

type Line = readonly (readonly [number, number])[]
interface Road {
  readonly from: Point
  readonly to: Point
  readonly line: Line
  readonly duration_s: number
  /** Which closures stood when it was asked for. */
  readonly closed: string
}

const ASK_AGAIN_MS = 5_000
/** Beyond it a position is drawn dotted. */
const STALE_MS = 60_000
/** A unit that moved less still has the road it had. */
const MOVED_M = 120
/** On the way, in the words of a unit's status. */
const UNDER_WAY = new Set(["alerted", "acknowledged", "en_route"])

export class CaseUnits {
  #positions = $state.raw<ReadonlyMap<string, UnitLocation>>(new Map())
  #roads = $state.raw<ReadonlyMap<string, Road>>(new Map())
  #units: () => readonly UnitRow[]
  #place: () => Point | null
  #closed: () => string

  /** Asks while there is a case in hand; call it while a component is being made. */
  constructor(units: () => readonly UnitRow[], place: () => Point | null, closed: () => string) {
    this.#units = units
    this.#place = place
    this.#closed = closed
    $effect(() => {
      void units().length
      void place()
      void closed()
      void this.#ask()
      const again = setInterval(() => void this.#ask(), ASK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }

  at(unit: UnitRow): { readonly point: Point; readonly stale: boolean; readonly position: string } {
    const seen = this.#positions.get(unit.id)
    const position = positionText(seen?.at, now.ms)
    if (seen === undefined) return { point: unit.home, stale: true, position }
    return { point: drawnPosition(seen), stale: now.ms - Date.parse(seen.at) > STALE_MS, position }
  }
  /** What is left of the way, in minutes; null when there is none or nobody knows. */
  minutes(unit: UnitRow): number | null {
    const road = this.#roads.get(unit.id)
    return road && UNDER_WAY.has(unit.status) ? Math.max(1, Math.round(road.duration_s / 60)) : null
  }
  get routes(): readonly MapRoute[] {
    return this.#units().flatMap((unit) => {
      const line = UNDER_WAY.has(unit.status) ? this.#roads.get(unit.id)?.line : undefined
      return line === undefined
        ? []
        : [{ id: unit.id, label: t("map.route", { callsign: unit.callsign }), line }]
    })
  }

  async #ask(): Promise<void> {
    const units = this.#units()
    if (units.length === 0) return
    const reply = await api<readonly UnitLocation[]>("GET", "/api/dispatch/positions")
    if (reply.ok) this.#positions = new Map(reply.value.map((each) => [each.unit, each]))
    const place = this.#place()
    if (place === null) return
    for (const unit of units) if (UNDER_WAY.has(unit.status)) await this.#road(unit, place)
  }
  async #road(unit: UnitRow, to: Point): Promise<void> {
    const from = this.at(unit).point
    const known = this.#roads.get(unit.id)
    const closed = this.#closed()
    const same = known && known.closed === closed && distance_m(known.to, to) < 1
    if (same && distance_m(known.from, from) < MOVED_M) return
    const query = new URLSearchParams({ from: `${from.lat},${from.lon}`, to: `${to.lat},${to.lon}` })
    const reply = await api<{ line: readonly Point[]; duration_s: number }>("GET", `/api/geo/route?${query}`)
    // Without a road nothing is drawn: a straight line would be taken for one.
    if (!reply.ok) return
    const line = reply.value.line.map((point): [number, number] => [point.lon, point.lat])
    this.#roads = new Map(this.#roads).set(unit.id, {
      from,
      to,
      line,
      duration_s: reply.value.duration_s,
      closed,
    })
  }
}
