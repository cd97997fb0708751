/** What F9 would send while no answer has proved anything: the plan's answer, brought as soon as there is an incident. */

import type { Point, ResponseProposal } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"

/** What the plan goes by. */
export interface ForecastFacts {
  /** Nobody knows yet what it is. */
  readonly type?: string | undefined
  readonly send: readonly string[]
  readonly priority: number
  readonly municipality?: string | undefined
  readonly point?: Point | undefined
}
/** Whom F9 asks, and at which priority. */
export interface Forecast {
  readonly priority: number
  readonly centres: readonly string[]
  /** Services for which no centre can be asked. */
  readonly nobody: readonly string[]
}

export class SendForecast {
  shown = $state.raw<Forecast | null>(null)

  /** `about`: null when help was sent or the person here says whom. */
  constructor(about: () => ForecastFacts | null) {
    const key = $derived(JSON.stringify(about()))
    $effect(() => {
      const flight = new AbortController()
      this.shown = null
      if (key !== "null") void this.#ask(JSON.parse(key) as ForecastFacts, flight.signal)
      return () => flight.abort()
    })
  }

  async #ask(about: ForecastFacts, signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams({ priority: String(about.priority) })
    if (about.type) query.set("type", about.type)
    if (about.send.length > 0) query.set("send", about.send.join(","))
    if (about.municipality) query.set("municipality", about.municipality)
    if (about.point) {
      query.set("lat", String(about.point.lat))
      query.set("lon", String(about.point.lon))
    }
    const reply = await api<ResponseProposal>("GET", `/api/dispatch/proposal?${query}`, { signal })
    if (signal.aborted || !reply.ok) return
    const { centres, unanswered, unregistered } = reply.value
    const nobody = [...unanswered, ...(unregistered ?? []).map((each) => each.service)]
    this.shown = { priority: about.priority, centres: centres.map((each) => each.centre), nobody }
  }
}
