/** A fix of a caller's telephone: how wide its circle is, if anybody knows, and how old it is. Pure. */

import type { Position } from "../protocol/generated.ts"

/** The radius of its circle at 95 %, as the server brought it there; null: unknown, and then no circle is drawn. */
export function fixRadius(fix: Position): number | null {
  return fix.uncertainty_m ? fix.uncertainty_m : null
}

/** When it was taken: by its own clock, but never after it reached us (docs/nouns/location.md). */
export function fixTime(fix: Position): string {
  const reached = fix.received_at
  return reached != null && Date.parse(reached) < Date.parse(fix.at) ? reached : fix.at
}
