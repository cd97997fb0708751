/**
 * Which regions of a page have the room, as one word of the page's own: it follows what the work brings and the region that a key
 * went to; a pointer moves nothing under itself, and nothing changes its size while a field in it is typed in or a press is under
 * way (decision 0338). `StageWatch.svelte` tells it what the hands do.
 */

import { isTyping, regionOf } from "./focus.ts"

export class HeldStage {
  #shown = $state("")
  #byKey = false
  #pressed = false
  readonly #wants: () => string
  readonly #went: (region: number | null) => void

  /** `wants`: how it should be now. `went`: a key went to this region. */
  constructor(wants: () => string, went: (region: number | null) => void) {
    this.#wants = wants
    this.#went = went
    this.#shown = wants()
    $effect(() => {
      void this.#wants()
      this.settle()
    })
  }
  /** How it stands. */
  get shown(): string {
    return this.#shown
  }
  keyed(): void {
    this.#byKey = true
  }
  pointed(): void {
    this.#byKey = false
    this.#pressed = true
  }
  released(): void {
    this.#pressed = false
    this.settle()
  }
  focused(event: FocusEvent): void {
    if (this.#byKey) this.#went(regionOf(event.target as Element))
    // A field that was left lets what has waited happen.
    this.settle()
  }
  settle(): void {
    if (!this.#pressed && !isTypedIn()) this.#shown = this.#wants()
  }
}

/** A field in a part of the page whose size hangs on the stage. */
function isTypedIn(): boolean {
  const field = document.activeElement
  return (
    field?.closest("[data-staged]") != null && isTyping(field) && (field as HTMLInputElement).value !== ""
  )
}
