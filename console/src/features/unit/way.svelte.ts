/** The road to where the crew goes now, and lists of no one's data that are asked once and kept for later. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import type { CaseRow, Point, StandBy, TaskRow, UnitRow, UnitStatus } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { metresBetween } from "./fixes.ts"
import { keepList, keptList } from "./kept.ts"
import type { VehiclePosition } from "./position.svelte.ts"

export interface Route {
  readonly duration_s: number
  readonly distance_m: number
  readonly by: string
  readonly line: readonly Point[]
}
export interface Hospital {
  readonly id: string
  readonly name: string
  readonly point: Point
  readonly municipality?: string
}
interface Traveller {
  readonly unit: UnitRow | undefined
  readonly case: CaseRow | undefined
  readonly task: TaskRow | undefined
  readonly standing: { readonly status: UnitStatus } | undefined
  readonly position: VehiclePosition
  readonly online: boolean
  readonly standBy: StandBy | null
  readonly roads: { readonly standing: string }
}
interface KeptRoute {
  readonly to: Point
  readonly route: Route
}
type Names = { readonly [code: string]: { readonly [language: string]: string } }

const AGAIN_M = 150
const AGAIN_MS = 60_000
const HOSPITALS_MAX = 12
const TO_PLACE = new Set<UnitStatus>(["alerted", "acknowledged", "en_route"])

export class Way {
  route = $state.raw<Route | null>(null)
  hospitals = $state.raw<readonly Hospital[]>(keptList<Hospital[]>(localStorage, "hospitals") ?? [])
  /** Where the crew said it goes. */
  destination = $state.raw<Hospital | null>(null)
  phone = $state<{ readonly name: string; readonly number: string } | null>(keptList(localStorage, "phone"))
  #names = $state.raw<Names>(keptList<Names>(localStorage, "types") ?? {})
  #of: Traveller
  #listed = false
  #asked: { from: Point; to: Point; at_ms: number; closed: string } | null = null

  readonly place = $derived.by<Point | null>(
    () => this.#of.case?.location?.point ?? this.#of.task?.place ?? null,
  )
  /** Where the vehicle is, and whether that is old: its own fix, else its base. */
  readonly here = $derived.by<{ point: Point; stale: boolean } | null>(() => {
    const fix = this.#of.position.fix
    if (fix) return { point: fix.point, stale: false }
    return this.#of.unit ? { point: this.#of.unit.home, stale: true } : null
  })
  readonly target = $derived.by<Point | null>(() => {
    const status = this.#of.standing?.status
    if (status === "transporting") return this.destination?.point ?? null
    if (status === "available" && this.#of.standBy) return this.#of.standBy.place
    return status !== undefined && TO_PLACE.has(status) ? this.place : null
  })

  constructor(of: Traveller) {
    this.#of = of
    $effect(() => {
      const { here, target } = this
      void this.#of.roads.standing
      if (target === null) this.route = null
      else if (here !== null && this.#of.online) void this.#ask(here.point, target)
      else this.#remember(target)
    })
    $effect(() => {
      if (this.#of.online) void this.#lists()
    })
  }

  typeName(code: string | null | undefined): string | null {
    if (code == null) return null
    const names = this.#names[code]
    return names?.[i18n.language] ?? names?.es ?? code
  }

  /** The road that was asked last, where it leads to the same place: without network it is still the way. */
  #remember(target: Point): void {
    const last = keptList<KeptRoute>(localStorage, "route")
    if (last !== null && metresBetween(last.to, target) < 1) this.route = last.route
  }

  async #ask(from: Point, to: Point): Promise<void> {
    const before = this.#asked
    const closed = this.#of.roads.standing
    const same = before !== null && metresBetween(before.to, to) < 1
    const fresh =
      same &&
      before.closed === closed &&
      metresBetween(before.from, from) < AGAIN_M &&
      Date.now() - before.at_ms < AGAIN_MS
    if (fresh) return
    this.#asked = { from, to, at_ms: Date.now(), closed }
    if (!same) this.route = null // the old road leads to the wrong place
    const query = `from=${from.lat},${from.lon}&to=${to.lat},${to.lon}&lang=${i18n.language}`
    const found = await api<Route>("GET", `/api/geo/route?${query}`)
    if (found.ok && this.#asked?.to === to) {
      this.route = found.value
      keepList(localStorage, "route", { to, route: found.value } satisfies KeptRoute)
    } else if (!found.ok) this.#asked = before
  }

  async #lists(): Promise<void> {
    const unit = this.#of.unit
    if (unit === undefined || this.#listed) return
    this.#listed = true
    const at = `lat=${unit.home.lat}&lon=${unit.home.lon}`
    const [types, directory, found] = await Promise.all([
      api<Names>("GET", "/api/types"),
      api<{ centres: { id: string; name: string; phone: string | null }[] }>("GET", "/api/directory"),
      api<{ facilities: Hospital[] }>(
        "GET",
        `/api/geo/facilities?kinds=hospital&${at}&limit=${HOSPITALS_MAX}`,
      ),
    ])
    this.#listed = types.ok && directory.ok && found.ok
    if (types.ok) {
      this.#names = types.value
      keepList(localStorage, "types", types.value)
    }
    if (found.ok) {
      this.hospitals = found.value.facilities.filter((each) => each.name !== "")
      keepList(localStorage, "hospitals", this.hospitals)
    }
    const centre = directory.ok ? directory.value.centres.find((each) => each.id === unit.centre) : undefined
    if (centre?.phone) {
      this.phone = { name: centre.name, number: centre.phone }
      keepList(localStorage, "phone", this.phone)
    }
  }
}

/** Hospitals by distance from here: the road is for the map, the order is for the thumb. */
export function nearest(
  hospitals: readonly Hospital[],
  from: Point | null,
): readonly (Hospital & { km: number | null })[] {
  return hospitals
    .map((each) => ({ ...each, km: from === null ? null : metresBetween(each.point, from) / 1000 }))
    .sort((a, b) => (a.km ?? 0) - (b.km ?? 0))
}
