/** The keys typed ahead of the server in this window: what is awaited, and what waits. */

import { tick } from "svelte"
import { type Delivery, type Destination, type HeldKey, TypedAhead } from "./typed-ahead.ts"

class WindowTypedAhead {
  /** For the line that shows them. */
  held = $state.raw<readonly HeldKey[]>([])
  unused = $state.raw<readonly HeldKey[]>([])
  /** How a key is pressed again: who holds the keys of the window says it. */
  deliver: ((key: HeldKey) => Delivery) | null = null
  readonly #ahead = new TypedAhead({
    after(delay_ms, run) {
      const timer = setTimeout(run, delay_ms)
      return () => clearTimeout(timer)
    },
    deliver: (key) => this.deliver?.(key) ?? "unused",
    settle: tick,
    changed: () => {
      this.held = [...this.#ahead.held]
      this.unused = this.#ahead.unused
    },
  })

  /**
   * The keys that follow wait for this destination. On a page that holds no keys nothing waits.
   * What is returned ends it as refused.
   */
  expect(destination: Destination): () => void {
    if (this.deliver === null) return () => {}
    this.#ahead.expect(destination)
    return () => this.#ahead.refuse(destination)
  }
  get waits(): boolean {
    return this.#ahead.waits
  }
  awaits(region: number): boolean {
    return this.#ahead.awaits(region)
  }
  take(key: HeldKey, stands: boolean): boolean {
    return this.#ahead.take(key, stands)
  }
  giveUp(): void {
    this.#ahead.giveUp()
  }
}

export const typedAhead = new WindowTypedAhead()
