/** The road to where the crew goes now, and lists of no one's data that are asked once and kept for later. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import type {
  AssignmentRow,
  CaseRow,
  Point,
  StandBy,
  TaskRow,
  UnitRow,
  UnitStatus,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { distance_m } from "../../state/earth.ts"
import { localStore } from "../../state/session.svelte.ts"
import type { KnownHospital } from "./hospital-list.ts"
import type { VehiclePosition } from "./position.svelte.ts"
import { loadList, saveList } from "./work-cache.ts"

export interface RoadRoute {
  readonly duration_s: number
  readonly distance_m: number
  readonly by: string
  readonly line: readonly Point[]
}
export interface Destination {
  readonly id: string | null
  readonly name: string
  readonly point: Point | null
}
interface Traveller {
  readonly unit: UnitRow | undefined
  readonly case: CaseRow | undefined
  readonly task: TaskRow | undefined
  readonly assignment: AssignmentRow | undefined
  readonly hospitals: readonly KnownHospital[]
  readonly standing: { readonly status: UnitStatus } | undefined
  readonly position: VehiclePosition
  readonly online: boolean
  readonly standBy: StandBy | null
  readonly roads: { readonly standing: string }
}
interface KeptRoute {
  readonly to: Point
  readonly route: RoadRoute
}
type Names = { readonly [code: string]: { readonly [language: string]: string } }

const AGAIN_M = 150
const AGAIN_MS = 60_000
const TO_PLACE = new Set<UnitStatus>(["alerted", "acknowledged", "en_route"])

export class RouteGuidance {
  route = $state.raw<RoadRoute | null>(null)
  /** Where the crew said it goes; after a reload as the work has it. */
  #goes = $state.raw<Destination | null>(null)
  phone = $state<{ readonly name: string; readonly number: string } | null>(loadList(localStore, "phone"))
  #names = $state.raw<Names>(loadList<Names>(localStore, "types") ?? {})
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
  readonly destination = $derived.by<Destination | null>(() => {
    if (this.#goes !== null) return this.#goes
    const { assignment, hospitals } = this.#of
    if (!assignment?.destination) return null
    const known = hospitals.find((each) => each.id === assignment.hospital)
    return { id: assignment.hospital, name: assignment.destination, point: known?.place ?? null }
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

  goesTo(destination: Destination | null): void {
    this.#goes = destination
  }

  typeName(code: string | null | undefined): string | null {
    if (code == null) return null
    const names = this.#names[code]
    return names?.[i18n.language] ?? names?.es ?? code
  }

  /** The road that was asked last, where it leads to the same place: without network it is still the way. */
  #remember(target: Point): void {
    const last = loadList<KeptRoute>(localStore, "route")
    if (last !== null && distance_m(last.to, target) < 1) this.route = last.route
  }

  async #ask(from: Point, to: Point): Promise<void> {
    const before = this.#asked
    const closed = this.#of.roads.standing
    const same = before !== null && distance_m(before.to, to) < 1
    const fresh =
      same &&
      before.closed === closed &&
      distance_m(before.from, from) < AGAIN_M &&
      Date.now() - before.at_ms < AGAIN_MS
    if (fresh) return
    this.#asked = { from, to, at_ms: Date.now(), closed }
    if (!same) this.route = null // the old road leads to the wrong place
    const query = `from=${from.lat},${from.lon}&to=${to.lat},${to.lon}&lang=${i18n.language}`
    const found = await api<RoadRoute>("GET", `/api/geo/route?${query}`)
    if (found.ok && this.#asked?.to === to) {
      this.route = found.value
      saveList(localStore, "route", { to, route: found.value } satisfies KeptRoute)
    } else if (!found.ok) this.#asked = before
  }

  async #lists(): Promise<void> {
    const unit = this.#of.unit
    if (unit === undefined || this.#listed) return
    this.#listed = true
    const [types, directory] = await Promise.all([
      api<Names>("GET", "/api/types"),
      api<{ centres: { id: string; name: string; phone: string | null }[] }>("GET", "/api/directory"),
    ])
    this.#listed = types.ok && directory.ok
    if (types.ok) {
      this.#names = types.value
      saveList(localStore, "types", types.value)
    }
    const centre = directory.ok ? directory.value.centres.find((each) => each.id === unit.centre) : undefined
    if (centre?.phone) {
      this.phone = { name: centre.name, number: centre.phone }
      saveList(localStore, "phone", this.phone)
    }
  }
}
