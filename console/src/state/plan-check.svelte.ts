/** Whether there is a response plan, and in what it and the directory differ: asked again while a page shows it. */

import type { PlanCheck, PlanFinding } from "../protocol/generated.ts"
import { api } from "./api.ts"

/** An administrator mends it elsewhere; a line of this page goes with the next look. */
const LOOK_AGAIN_MS = 30_000

class PlanChecks {
  #known = $state.raw<PlanCheck | null>(null)

  /** False: nothing is offered by itself. Not known yet: as if there were one, for the server decides. */
  get planned(): boolean {
    return this.#known?.planned ?? true
  }
  get findings(): readonly PlanFinding[] {
    return this.#known?.findings ?? []
  }
  async load(): Promise<void> {
    const found = await api<PlanCheck>("GET", "/api/dispatch/plan-check")
    if (found.ok) this.#known = found.value
  }
  /** For an effect of a page: looks now and again, until it is told to stop. */
  follow(): () => void {
    void this.load()
    const again = setInterval(() => void this.load(), LOOK_AGAIN_MS)
    return () => clearInterval(again)
  }
}

export const planChecks = new PlanChecks()
