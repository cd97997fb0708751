/** Where the units are, how old that is, and by which way the ones that go will come. */

import { t } from "../../i18n/i18n.svelte.ts"
import type { MapRoute } from "../../kit/map-shapes.ts"
import type {
  CrewWakeUp,
  CrewWakeUps,
  ImplausibleFix,
  Point,
  UnitLocation,
  UnitRow,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { now } from "../../state/now.svelte.ts"
import { WayRequests } from "./unit-ways.ts"

const POSITIONS_MS = 5_000
const STALE_MS = 60_000
const ROUTES_MAX = 4

interface Way {
  /** Where it leads, and by which roads. */
  readonly destination: string
  readonly line: readonly (readonly [number, number])[]
}

interface TrackingSubject {
  /** Units whose way is drawn: those that go, and those that are marked to go. */
  readonly going: readonly UnitRow[]
  /** Where the units of the task in hand go to. */
  readonly goal: Point | null | undefined
  readonly shut: boolean
  readonly roads: { readonly standing: unknown }
}

export class UnitTracking {
  positions = $state.raw<readonly UnitLocation[]>([])
  /** Reports that were not taken for where a unit is, by unit. */
  doubts = $state.raw<ReadonlyMap<string, ImplausibleFix>>(new Map())
  /** Crews whose telephone can be woken, by unit; null: this installation wakes none. */
  wakeUps = $state.raw<ReadonlyMap<string, CrewWakeUp> | null>(null)
  #ways = $state.raw<ReadonlyMap<string, Way>>(new Map())
  readonly #requests = new WayRequests()
  readonly #centre: TrackingSubject

  readonly seen = $derived(new Map(this.positions.map((each) => [each.unit, each])))
  readonly #destination = $derived.by(() => {
    const { goal, roads } = this.#centre
    return goal ? `${goal.lat},${goal.lon} ${roads.standing}` : null
  })
  /** Only ways to where the units go now. While a unit moves, its last way stays until the next one is answered. */
  readonly routes = $derived.by<readonly MapRoute[]>(() =>
    this.#centre.going.flatMap((unit) => {
      const way = this.#ways.get(unit.id)
      if (way === undefined || way.destination !== this.#destination) return []
      return [{ id: unit.id, label: t("map.route", { callsign: unit.callsign }), line: way.line }]
    }),
  )

  constructor(centre: TrackingSubject) {
    this.#centre = centre
    this.#keepLooking()
    this.#keepRouting()
  }

  isStale(unit: string): boolean {
    const seen = this.seen.get(unit)
    return seen === undefined || now.ms - Date.parse(seen.at) > STALE_MS
  }

  #keepLooking(): void {
    $effect(() => {
      let gone = false
      const look = async () => {
        const [found, doubts, wakeUps] = await Promise.all([
          api<readonly UnitLocation[]>("GET", "/api/dispatch/positions"),
          api<readonly ImplausibleFix[]>("GET", "/api/dispatch/doubts"),
          api<CrewWakeUps>("GET", "/api/dispatch/wake-ups"),
        ])
        if (gone) return
        if (found.ok) this.positions = found.value
        if (doubts.ok) this.doubts = new Map(doubts.value.map((each) => [each.unit, each]))
        if (wakeUps.ok) {
          const { on, units } = wakeUps.value
          this.wakeUps = on ? new Map(units.map((each) => [each.unit, each])) : null
        }
      }
      void look()
      const again = setInterval(look, POSITIONS_MS)
      return () => {
        gone = true
        clearInterval(again)
      }
    })
  }

  /** A way is asked for once from where a unit stands; it is asked for anew when it has moved a street further,
   *  when another road is closed or open, or when the request failed. Of a case that is shut nothing is kept. */
  #keepRouting(): void {
    $effect(() => {
      const { goal, going, shut } = this.#centre
      if (shut) {
        this.#requests.clear()
        this.#ways = new Map()
        return
      }
      const destination = this.#destination
      if (!goal || destination === null) return
      for (const unit of going.slice(0, ROUTES_MAX)) {
        const from = this.seen.get(unit.id)?.point ?? unit.home
        void this.#route(unit.id, from, goal, destination)
      }
    })
  }
  async #route(unit: string, from: Point, to: Point, destination: string): Promise<void> {
    const key = `${from.lat.toFixed(3)},${from.lon.toFixed(3)} ${destination}`
    if (!this.#requests.begin(unit, key, performance.now())) return
    const found = await api<{ line: readonly Point[] }>(
      "GET",
      `/api/geo/route?from=${from.lat},${from.lon}&to=${to.lat},${to.lon}`,
    )
    if (!found.ok) return this.#requests.fail(unit, key, performance.now())
    if (!this.#requests.isLast(unit, key)) return
    const line = found.value.line.map((point) => [point.lon, point.lat] as const)
    this.#ways = new Map([...this.#ways, [unit, { destination, line }]])
  }
}
