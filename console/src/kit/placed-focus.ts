/** Tells focus that the page has placed from focus that a person has moved: Enter and the space bar press only the latter. */

import { isTyping, regionOf } from "./focus.ts"

const MOVES = /^(Tab|Arrow(Up|Down|Left|Right)|Home|End)$/
const PRESSES = /^(Enter|NumpadEnter|Space)$/

/**
 * While it runs, what has focus in the region by the page alone is a part of it for its keys (its `data-keys`): `placed`, and an
 * answer `placed answer`. By Tab, an arrow or the pointer a person goes to it: then it is an ordinary button. Returns its end.
 */
export function markPlacedFocus(region: number): () => void {
  let byHand = false
  let placed: HTMLElement | null = null
  const clear = () => {
    placed?.removeAttribute("data-keys")
    placed = null
  }
  const hand = () => {
    byHand = true
    setTimeout(() => {
      byHand = false
    })
  }
  const key = (event: KeyboardEvent) => {
    if (MOVES.test(event.code)) {
      hand()
      if (event.code !== "Tab" && event.target === placed) clear()
    }
    // A key that is still held was pressed for something else.
    if (event.repeat && event.target === placed && placed && PRESSES.test(event.code)) event.preventDefault()
  }
  const focused = ({ target }: FocusEvent) => {
    clear()
    if (byHand || !(target instanceof HTMLElement) || isTyping(target) || regionOf(target) !== region) return
    placed = target
    placed.dataset.keys = target.closest("[data-answers]") ? "placed answer" : "placed"
  }
  window.addEventListener("keydown", key, true)
  window.addEventListener("pointerdown", hand, true)
  window.addEventListener("mousedown", hand, true)
  document.addEventListener("focusin", focused)
  return () => {
    clear()
    window.removeEventListener("keydown", key, true)
    window.removeEventListener("pointerdown", hand, true)
    window.removeEventListener("mousedown", hand, true)
    document.removeEventListener("focusin", focused)
  }
}
