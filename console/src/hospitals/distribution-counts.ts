/** Many victims and several hospitals: how many were counted, how many a hospital was told of, how many are left. Pure. */

import type { CapacityColour, Casualties, SceneRow } from "../protocol/generated.ts"
import { CAPACITY_COLOURS } from "./capacity.ts"

export type ColourCount = { readonly [colour in CapacityColour]: number }
const NONE: ColourCount = { red: 0, yellow: 0, green: 0 }
type Scene = Pick<SceneRow, "sweeps" | "hospitals">

/** The newest sweep that counted a colour; a span by its larger end: room for one too many costs less than for one too few. */
export function countedCasualties(scene: Pick<SceneRow, "sweeps">): ColourCount {
  const of = (colour: CapacityColour): number => {
    const said: Casualties | undefined = scene.sweeps.findLast((each) => each.colours[colour] !== undefined)
      ?.colours[colour]
    return said ? (said.most ?? said.least) : 0
  }
  return { red: of("red"), yellow: of("yellow"), green: of("green") }
}

/** What hospitals were told is meant for them, all together or one. */
export function announcedTo(scene: Pick<SceneRow, "hospitals">, hospital?: string): ColourCount {
  const shares = Object.values(scene.hospitals).filter(
    (each) => hospital === undefined || each.hospital === hospital,
  )
  const sum = { ...NONE }
  for (const { share } of shares) for (const colour of CAPACITY_COLOURS) sum[colour] += share[colour] ?? 0
  return sum
}

/** Whom no hospital was told of yet. */
export function unplacedCasualties(scene: Scene): ColourCount {
  const [all, told] = [countedCasualties(scene), announcedTo(scene)]
  const rest = (colour: CapacityColour) => Math.max(0, all[colour] - told[colour])
  return { red: rest("red"), yellow: rest("yellow"), green: rest("green") }
}
