/** Response speed of each agency: what its runs say, what is in force, and a person who puts one in force. */

import { api } from "../../state/api.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Problem } from "../../state/outbox.ts"

export interface FactorStatistics {
  readonly runs: number
  readonly left_out: number
  readonly median: number | null
  readonly quarter: number | null
  readonly three_quarters: number | null
  readonly factor: number | null
}
export interface TravelTimeFactorRead {
  readonly agency: string
  readonly learnt: FactorStatistics
  readonly in_force: {
    readonly version: number
    readonly factor: number
    readonly at: string
    readonly by: string
  } | null
}
/** As many as the server wants before it says anything (`dispatch/travel_time_factor/core/policy.py`). */
export const RUNS_MIN = 30

export class TravelTimeFactors {
  list = $state.raw<readonly TravelTimeFactorRead[] | null>(null)
  problem = $state.raw<Problem | null>(null)

  async load(): Promise<void> {
    const found = await api<TravelTimeFactorRead[]>("GET", "/api/admin/paces")
    if (found.ok) this.list = found.value
    else this.problem = found.problem
  }
  async adopt({ agency, learnt }: TravelTimeFactorRead): Promise<void> {
    if (learnt.factor === null) return
    await this.#send({ kind: "dispatch.adopt_pace", agency, factor: learnt.factor })
  }
  async drop({ agency }: TravelTimeFactorRead): Promise<void> {
    await this.#send({ kind: "dispatch.drop_pace", agency })
  }
  async #send(command: Parameters<typeof sendCommand>[0]): Promise<void> {
    const answer = await sendCommand(command, { lane: "paces" })
    await this.load()
    this.problem = answer.ok ? null : answer.problem
  }
}
