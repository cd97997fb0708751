/** The line to the network: what is set, a call on trial, and the calls that came. */

import type {
  TelephoneView,
  TrialStep,
  Trunk,
  TrunkTrialAsk,
  TrunkTrialReport,
} from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"

const PATH = "/api/setup/telephone"
/** Calls come, and processes start again with what was saved. */
const LOOK_AGAIN_MS = 4_000
/** It rings for half a minute, and sounds for some seconds. */
const TRIAL_MS = 90_000

export class TelephoneLine {
  view = $state.raw<TelephoneView | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** Something was saved on this page. */
  saved = $state(false)
  /** A call on trial is on its way. */
  trying = $state(false)
  steps = $state.raw<readonly TrialStep[] | null>(null)
  readonly pending = $derived(
    this.view !== null && JSON.stringify(this.view.saved) !== JSON.stringify(this.view.in_force),
  )

  /** Made while a page is. */
  constructor() {
    void this.load()
    $effect(() => {
      const again = setInterval(() => void this.#look(), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }
  async load(): Promise<void> {
    const found = await api<TelephoneView>("GET", PATH)
    this.problem = found.ok ? null : found.problem
    if (found.ok) this.view = found.value
  }
  /** While the processes start nothing answers; it is asked again. */
  async #look(): Promise<void> {
    const found = await api<TelephoneView>("GET", PATH)
    if (found.ok) this.view = found.value
  }
  /** Why it was refused; null: saved. */
  async save(trunk: Trunk): Promise<Problem | null> {
    const reply = await api("PUT", PATH, { body: trunk })
    if (!reply.ok) return reply.problem
    // At once: until the processes have it, it is not in force.
    if (this.view !== null) this.view = { ...this.view, saved: trunk }
    this.saved = true
    return null
  }
  /** Why it was refused; null: it was tried. */
  async tryOut(ask: TrunkTrialAsk): Promise<Problem | null> {
    this.trying = true
    this.steps = null
    const reply = await api<TrunkTrialReport>("POST", `${PATH}/trial`, { body: ask, timeout_ms: TRIAL_MS })
    this.trying = false
    if (!reply.ok) return reply.problem
    this.steps = reply.value.steps
    return null
  }
}
