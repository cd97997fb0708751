/** Many victims and several hospitals: how many were counted, how many a hospital was told of, how many are left. Pure. */

import type { HowMany, SceneRow } from "../protocol/generated.ts"
import { COLOURS, type Colour } from "./room.ts"

export type Count = { readonly [colour in Colour]: number }
const NONE: Count = { red: 0, yellow: 0, green: 0 }
type Scene = Pick<SceneRow, "sweeps" | "hospitals">

/** The newest sweep that counted a colour; a span by its larger end: room for one too many costs less than for one too few. */
export function countedAt(scene: Pick<SceneRow, "sweeps">): Count {
  const of = (colour: Colour): number => {
    const said: HowMany | undefined = scene.sweeps.findLast((each) => each.colours[colour] !== undefined)
      ?.colours[colour]
    return said ? (said.most ?? said.least) : 0
  }
  return { red: of("red"), yellow: of("yellow"), green: of("green") }
}

/** What hospitals were told is meant for them, all together or one. */
export function toldTo(scene: Pick<SceneRow, "hospitals">, hospital?: string): Count {
  const shares = Object.values(scene.hospitals).filter(
    (each) => hospital === undefined || each.hospital === hospital,
  )
  const sum = { ...NONE }
  for (const { share } of shares) for (const colour of COLOURS) sum[colour] += share[colour] ?? 0
  return sum
}

/** Whom no hospital was told of yet. */
export function leftOf(scene: Scene): Count {
  const [all, told] = [countedAt(scene), toldTo(scene)]
  const rest = (colour: Colour) => Math.max(0, all[colour] - told[colour])
  return { red: rest("red"), yellow: rest("yellow"), green: rest("green") }
}
