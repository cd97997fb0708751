import { flushSync } from "svelte"
import { focusRegion } from "../../kit/focus.ts"
import type { Desk } from "./desk.svelte.ts"

/**
 * Type the place anew. The field is on the page and has the focus before this returns: a key pressed in between
 * would be lost, and the rest of a street is another street.
 */
export function changePlace(desk: Desk): void {
  flushSync(() => {
    desk.view.fields.editingPlace = true
  })
  focusRegion(2)
}

/** Put words into the field of the place and look for them, as if they were typed: what was agreed stands until another is chosen. */
export function searchPlace(desk: Desk, words: string): void {
  changePlace(desk)
  const field = document.querySelector<HTMLInputElement>('[data-region="2"] input')
  if (field === null) return
  field.value = words
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
  field.focus()
}

/** Type in words anew what happens. The type that stands is kept until another is chosen. */
export function changeType(desk: Desk): void {
  flushSync(() => {
    desk.view.fields.editingType = true
  })
  focusRegion(3)
}
