/** What is pinned to a map as labels: each with the size of its box, measured as it is drawn, and its rank. */

import type { MessageFacts, MessageKey } from "../i18n/i18n.svelte.ts"
import type { Point } from "../protocol/generated.ts"
import { type MapLabel, type Size, worldPixels } from "./map-labels.ts"
import type { MapArea, MapMark, MapUnit, MapZone } from "./map-shapes.ts"
import { serviceIconPath } from "./service-forms.ts"
import { isUnitState } from "./unit-states.ts"

export type MapPin =
  | { readonly kind: "unit"; readonly id: string; readonly unit: MapUnit; readonly quiet: boolean }
  | { readonly kind: "mark"; readonly id: string; readonly mark: MapMark }
  | { readonly kind: "zone"; readonly id: string; readonly zone: MapZone }
  | { readonly kind: "area"; readonly id: string; readonly area: MapArea }

/** Widths of text in the fonts of the labels, and the height of their line. */
export interface PinMeasure {
  readonly bold: (text: string) => number
  readonly plain: (text: string) => number
  readonly line: number
}
type Say = (key: MessageKey, facts?: MessageFacts) => string

/** Behind a case other units are quiet: they say no state by letters. */
export function pinsOf(
  units: readonly MapUnit[],
  marks: readonly MapMark[],
  zones: readonly MapZone[],
  areas: readonly MapArea[],
  behindCase: boolean,
): readonly MapPin[] {
  return [
    ...units.map((unit) => ({
      kind: "unit" as const,
      id: `unit:${unit.id}`,
      unit,
      quiet: behindCase && !unit.own && !unit.marked,
    })),
    ...marks.map((mark) => ({ kind: "mark" as const, id: `mark:${mark.id}`, mark })),
    ...zones.map((zone) => ({ kind: "zone" as const, id: `zone:${zone.id}`, zone })),
    ...areas.map((area) => ({ kind: "area" as const, id: `area:${area.id}`, area })),
  ]
}

const BADGE = 28
const ICON = 16
const TAB = 20
const GAP = 4
/** Padding and border at both ends, and a pixel for what a browser rounds up. */
const ENDS = 15
const RANK = { emergency: -1, caller: 5, mark: 6, unit: 10 } as const

export function statusLetters(status: string, say: Say): string {
  return say(`kit.unit_letters.${isUnitState(status) ? status : "out_of_service"}`)
}

export function pinPoint(pin: MapPin): Point {
  if (pin.kind === "unit") return pin.unit
  if (pin.kind === "mark") return pin.mark
  return pin.kind === "zone" ? pin.zone.at : pin.area.at
}

/** A pin as a label at a zoom. */
export function labelOf(pin: MapPin, zoom: number, measure: PinMeasure, say: Say): MapLabel {
  const at = worldPixels(pinPoint(pin), zoom)
  const height = measure.line + 4
  const { id } = pin
  if (pin.kind === "unit") {
    const { unit } = pin
    const own = unit.own || unit.marked
    return {
      ...{ id, ...at, height, width: Math.ceil(unitWidth(unit, pin.quiet, measure, say)) },
      kind: own ? "own" : "other",
      rank: unit.marked ? RANK.emergency : RANK.unit,
    }
  }
  if (pin.kind === "mark") {
    const { mark } = pin
    const kind = mark.id === "look" ? "own" : "other"
    if (mark.priority !== undefined)
      return { id, ...at, kind, width: BADGE + 4, height: BADGE + 4, rank: mark.priority ?? 0 }
    const width = measure.plain(mark.label) + (mark.sign ? measure.bold(mark.sign) + GAP : 0) + ENDS + GAP
    return {
      ...{ id, ...at, kind, height, width: Math.ceil(width) },
      rank: mark.caller ? RANK.caller : RANK.mark,
    }
  }
  const words = pin.kind === "zone" ? pin.zone.short : pin.area.label
  // Beneath the middle of what it names, so that that is seen.
  const y = pin.kind === "area" ? at.y + measure.line : at.y
  return { ...{ id, x: at.x, y, height, width: Math.ceil(measure.bold(words) + 22) }, kind: "name", rank: 0 }
}
function unitWidth(unit: MapUnit, quiet: boolean, measure: PinMeasure, say: Say): number {
  const tab = serviceIconPath(unit.service) === undefined ? 0 : TAB + GAP
  const letters = quiet ? 0 : measure.bold(statusLetters(unit.status, say)) + GAP
  const detail = unit.detail ? measure.plain(` · ${unit.detail}`) + GAP : 0
  return tab + ICON + GAP + letters + measure.bold(unit.callsign) + detail + ENDS
}

/** What several that became one are: shown by the gravest incident and how many there are of each kind. */
export interface PinCount {
  readonly incidents: number
  readonly units: number
  readonly others: number
  readonly gravest: MapMark | null
}
export function countOf(pins: readonly MapPin[]): PinCount {
  const incidents = pins.flatMap((pin) =>
    pin.kind === "mark" && pin.mark.priority !== undefined ? [pin.mark] : [],
  )
  const units = pins.filter((pin) => pin.kind === "unit").length
  const gravest = [...incidents].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0))[0] ?? null
  return { incidents: incidents.length, units, others: pins.length - units - incidents.length, gravest }
}
export function countSize(count: PinCount, measure: PinMeasure): Size {
  const parts = [
    ...(count.incidents ? [BADGE + GAP + measure.bold(`${count.incidents}`)] : []),
    ...(count.units ? [ICON + GAP + measure.bold(`${count.units}`)] : []),
    ...(count.others ? [measure.bold(`◎ ${count.others}`)] : []),
  ]
  const width = parts.reduce((sum, part) => sum + part, 0) + (parts.length - 1) * 2 * GAP + ENDS + GAP
  return { width: Math.ceil(width), height: Math.max(measure.line + 8, BADGE + 8) }
}

/** Measures in the font of an element. */
export function measureIn(element: Element): PinMeasure {
  const { fontFamily, fontSize, lineHeight } = getComputedStyle(element)
  const pen = document.createElement("canvas").getContext("2d")
  const widths = new Map<string, number>()
  const width = (weight: 400 | 700) => (text: string) => {
    const key = `${weight} ${text}`
    const known = widths.get(key)
    if (known !== undefined || pen === null) return known ?? text.length * Number.parseFloat(fontSize)
    pen.font = `${weight} ${fontSize} ${fontFamily}`
    const measured = pen.measureText(text).width
    widths.set(key, measured)
    return measured
  }
  return { bold: width(700), plain: width(400), line: Number.parseFloat(lineHeight) }
}
