/**
 * The centre's time, ticking. It moves on the second, once for the whole window, so that no two clocks
 * of a screen ever disagree.
 */

import { ServerClock } from "./clock.ts"

class Now {
  /** Milliseconds since 1970 by the server; by this machine until the first beat. */
  ms = $state(Date.now())
  /** The minute that it is: for what is worth drawing anew once a minute and not each second. */
  readonly minute_ms = $derived(Math.floor(this.ms / 60_000) * 60_000)
  /** Whether the server has told the time. */
  sure = $state(false)
  #clock = new ServerClock()

  constructor() {
    if (typeof window !== "undefined") this.#tick()
  }

  heard(server_time: string): void {
    this.#clock.heard(Date.parse(server_time), performance.now())
    if (!this.sure) this.#move()
  }

  /** To the millisecond, without reacting: for what is written down, not for what is drawn. */
  exact_ms(): number {
    return this.#clock.at(performance.now()) ?? Date.now()
  }

  #move(): void {
    const told = this.#clock.at(performance.now())
    this.sure = told !== null
    this.ms = told ?? Date.now()
  }

  #tick(): void {
    this.#move()
    setTimeout(() => this.#tick(), 1000 - (this.ms % 1000) + 5)
  }
}

export const now = new Now()
