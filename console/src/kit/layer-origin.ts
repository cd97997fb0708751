/**
 * What had focus before a layer was opened, for where the browser cannot give it back: the layer was opened from another one, or
 * the row that had it has gone meanwhile.
 */

import { focusRegion, regionOf } from "./focus.ts"

interface Origin {
  readonly hand: HTMLElement
  readonly region: number | null
}
const origins = new WeakMap<HTMLDialogElement, Origin>()

/** Focus is nowhere, or in a layer that has closed: the browser moves it from there to nowhere a moment later. */
function isLost(): boolean {
  const hand = document.activeElement
  return hand === null || hand === document.body || hand.closest("dialog:not([open])") !== null
}

/** Called before the layer opens: of one that is opened from another layer, what had focus before that one. */
export function rememberOrigin(layer: HTMLDialogElement): void {
  const hand = document.activeElement
  const other = hand?.closest("dialog")
  if (other) {
    const before = origins.get(other)
    if (before) origins.set(layer, before)
  } else if (hand instanceof HTMLElement && !isLost()) origins.set(layer, { hand, region: regionOf(hand) })
  else origins.delete(layer)
}

/**
 * Called once the layer has closed. Where the browser has left focus nowhere it goes back to what had it, else to its region,
 * else to the page.
 */
export function returnToOrigin(layer: HTMLDialogElement): void {
  if (!isLost()) return
  const origin = origins.get(layer)
  if (origin?.hand.isConnected) origin.hand.focus()
  if (isLost() && origin?.region != null) focusRegion(origin.region)
  if (isLost()) document.getElementById("page")?.focus()
}
