/** Who can be where in time now: asked while its layer is open, again when units or roads change, and what is done about it. */

import { i18n, t } from "../i18n/i18n.svelte.ts"
import type { MapHole, MapReach } from "../kit/map-shapes.ts"
import { timeText } from "../kit/time.ts"
import type { MapEntry } from "../maps/entries.ts"
import type { Point, StandByGain, UnitRow } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import type { Answer, Problem } from "../state/outbox.ts"

export const COVERAGE_MINUTES = [8, 12, 20] as const
const AGAIN_MS = 15_000
/** Units that change together are asked about together. */
const SETTLES_MS = 400

type Area = readonly (readonly (readonly [number, number])[])[]
export interface CoverageBand {
  readonly minutes: number
  readonly reached: number
  readonly share: number
  readonly area: readonly Area[]
}
export interface CoverageGap {
  readonly point: Point
  readonly weight: number
  readonly name: string
  readonly area: readonly Area[]
}
export interface CoverageMove {
  readonly unit: string
  readonly callsign: string
  readonly place: Point
  readonly name: string
  readonly gain: StandByGain
  readonly before: number
  readonly after: number
}
/** `auxilio.dispatch.coverage.core.model.CentreCoverage`. */
export interface Coverage {
  readonly at: string
  readonly within: number
  readonly basis: "addresses" | "streets"
  readonly total: number
  readonly middle: Point | null
  readonly by: "road" | "straight_line"
  readonly bands: readonly CoverageBand[]
  readonly holes: readonly CoverageGap[]
  readonly more_holes: number
  readonly units: readonly { readonly callsign: string }[]
  readonly capabilities: readonly string[]
  readonly moves: readonly CoverageMove[]
}

export class CoverageView {
  open = $state(false)
  within = $state("12")
  capability = $state("")
  centre = $state("")
  answer = $state.raw<Coverage | null>(null)
  asking = $state(false)
  failed = $state(false)
  problem = $state.raw<Problem | null>(null)
  /** The move or the unit whose reason is being written. */
  refusing = $state<string | null>(null)
  why = $state("")
  /** What was just done, for a live region. */
  said = $state("")
  #units: () => readonly UnitRow[]
  #asked = 0
  /** Units for which somebody here has said no: asked of them again when the page is opened anew. */
  #declined: readonly string[] = []

  /** `units`: as the page's board has them. `roads` changes when other roads are closed. Call it while a component is made. */
  constructor(units: () => readonly UnitRow[], roads: () => string) {
    this.#units = units
    $effect(() => {
      if (!this.open) return
      void [this.within, this.capability, this.centre, roads(), this.#who]
      const soon = setTimeout(() => void this.ask(), this.answer === null ? 0 : SETTLES_MS)
      const again = setInterval(() => void this.ask(), AGAIN_MS)
      return () => {
        clearTimeout(soon)
        clearInterval(again)
      }
    })
  }

  /** Changes when another unit is free, or waits elsewhere. */
  readonly #who = $derived.by(() =>
    this.#units()
      .map((unit) => `${unit.id}${unit.status}${unit.assignment ?? ""}${unit.stand_by?.at ?? ""}`)
      .join(),
  )
  readonly standing = $derived.by(() => this.#units().filter((unit) => unit.stand_by != null))
  readonly reach = $derived.by<readonly MapReach[]>(() =>
    this.open
      ? (this.answer?.bands ?? []).map(({ minutes, area }) => ({
          minutes,
          area,
          chosen: String(minutes) === this.within,
        }))
      : [],
  )
  readonly holes = $derived.by<readonly MapHole[]>(() =>
    this.open ? (this.answer?.holes ?? []).map(({ area }) => ({ area })) : [],
  )
  /** The same for the map's list. */
  readonly entries = $derived.by<readonly MapEntry[]>(() => {
    const { answer } = this
    if (!this.open || answer === null) return []
    const group = t("coverage.group")
    const { middle } = answer
    const bands = middle
      ? answer.bands.map((band) => ({
          id: `reach:${band.minutes}`,
          group,
          ...middle,
          name: t("coverage.listed", { share: percent(band.share), minutes: band.minutes }),
        }))
      : []
    return [
      ...bands,
      ...answer.holes.map((hole, n) => ({
        id: `hole:${n}`,
        group,
        lat: hole.point.lat,
        lon: hole.point.lon,
        name: t("coverage.hole", { minutes: answer.within, name: gapName(hole) }),
        detail: this.weighed(hole.weight),
      })),
    ]
  })

  weighed(count: number): string {
    return t(this.answer?.basis === "streets" ? "coverage.weight_streets" : "coverage.weight_addresses", {
      count,
    })
  }

  toggle(): void {
    this.open = !this.open
    this.#rest()
  }
  #rest(): void {
    Object.assign(this, { refusing: null, why: "", problem: null })
  }

  async ask(): Promise<void> {
    this.#asked += 1
    const mine = this.#asked
    this.asking = true
    const query = new URLSearchParams({ within: this.within })
    if (this.capability) query.set("capability", this.capability)
    if (this.centre) query.set("centre", this.centre)
    for (const unit of this.#declined) query.append("without", unit)
    const found = await api<Coverage>("GET", `/api/dispatch/coverage?${query}`, { timeout_ms: 30_000 })
    if (mine !== this.#asked) return // another has been asked for since
    this.asking = false
    this.failed = !found.ok
    if (found.ok) this.answer = found.value
  }

  async order(move: CoverageMove): Promise<void> {
    const { unit, place, name, gain } = move
    const answer = await this.#send(unit, {
      kind: "dispatch.order_stand_by",
      unit,
      change: newId(),
      place,
      name,
      gain,
    })
    if (answer.ok) this.said = t("coverage.gone", { callsign: move.callsign })
  }
  async decline(move: CoverageMove): Promise<void> {
    const { unit, place, name, gain } = move
    const why = this.why.trim()
    if (why === "") return
    const answer = await this.#send(unit, { kind: "dispatch.decline_stand_by", unit, place, name, why, gain })
    if (!answer.ok) return
    this.#declined = [...this.#declined, unit]
    void this.ask()
  }
  async withdraw(unit: UnitRow): Promise<void> {
    const why = this.why.trim()
    if (why === "") return
    await this.#send(unit.id, { kind: "dispatch.withdraw_stand_by", unit: unit.id, change: newId(), why })
  }
  async #send(unit: string, command: Parameters<typeof sendCommand>[0]): Promise<Answer> {
    const answer = await sendCommand(command, { lane: `unit:${unit}` })
    if (answer.ok) this.#rest()
    else this.problem = answer.problem
    return answer
  }
}

export const moveKey = (move: CoverageMove): string => `${move.unit} ${move.name}`
export const gapName = (hole: CoverageGap): string => hole.name || t("coverage.hole_unnamed")
export function percent(share: number): string {
  // What is not all is never rounded up to all.
  const shown = share < 1 ? Math.min(99.9, share * 100) : 100
  return new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(shown)
}
/** «B-03 en Parc de Bombers, desde las 03:12:45, por Biel». */
export function standByText(unit: UnitRow): string {
  const { stand_by: waits } = unit
  if (waits == null) return ""
  return t("coverage.stands", {
    callsign: unit.callsign,
    place: waits.name,
    time: timeText(waits.at),
    by: waits.by_name,
  })
}
