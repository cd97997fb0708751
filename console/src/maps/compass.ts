/** How far and which way, as it is said beside a thing on a list. Pure. */

import type { Point } from "../kit/map-shapes.ts"
import { distance_m } from "../state/places.ts"

export const COMPASS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const
export type Toward = (typeof COMPASS)[number]

export interface Away {
  readonly metres: number
  /** Null where the two are the same place: nothing lies in a direction from itself. */
  readonly toward: Toward | null
}

/** Nearer than a street is wide no direction is worth saying. */
const HERE_M = 10

/** From one place to another: metres, and one of eight directions from north. */
export function away(from: Point, to: Point): Away {
  const metres = distance_m(from, to)
  if (metres < HERE_M) return { metres, toward: null }
  const rad = Math.PI / 180
  const turn = (to.lon - from.lon) * rad
  const east = Math.sin(turn) * Math.cos(to.lat * rad)
  const north =
    Math.cos(from.lat * rad) * Math.sin(to.lat * rad) -
    Math.sin(from.lat * rad) * Math.cos(to.lat * rad) * Math.cos(turn)
  const eighth = Math.round(Math.atan2(east, north) / (Math.PI / 4))
  return { metres, toward: COMPASS[(eighth + COMPASS.length) % COMPASS.length] ?? null }
}

/** `340 m`, `1,4 km`, `14 km`: ten metres are as fine as anybody walks by, and tenths help below ten kilometres. */
export function metresSaid(metres: number, language: string): string {
  if (metres < 995) return `${Math.round(metres / 10) * 10} m`
  const km = metres / 1000
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: km < 9.95 ? 1 : 0 }).format(km)} km`
}

/** Without accents and in small letters, so that `gràcia` is found by `gracia`. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
}

/** Whether each word that was typed stands in the text, in any order. */
export function says(text: string, typed: string): boolean {
  const there = plain(text)
  return plain(typed)
    .split(/\s+/)
    .every((word) => there.includes(word))
}
