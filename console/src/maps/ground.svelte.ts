/** What the map's own ground tells around a place: asked when somebody reads the map as a list, never while nobody does. */

import type { Point } from "../kit/map-shapes.ts"
import { api } from "../state/api.ts"
import type { Around } from "./entries.ts"

/** Where the map's data comes from (`auxilio.geo.model.RegionInfo`). */
export interface Info {
  readonly version: string
  readonly data_at: string
  readonly attribution: string
  readonly centre: Point
}
/** The region of a house that has none. */
const NO_REGION = "none"

export class Ground {
  info = $state.raw<Info | null>(null)
  around = $state.raw<Around | null>(null)
  state = $state<"asking" | "there" | "failed">("asking")
  readonly empty = $derived(this.info?.version === NO_REGION)
  #asked: Point | null = null

  /** Around `at`; without one, around the region's middle. What was asked last stays until the new answer is there. */
  async ask(at: Point | null): Promise<void> {
    if (this.state !== "there") this.state = "asking"
    const info = this.info ?? (await this.#source())
    const point = at ?? info?.centre ?? null
    this.#asked = point
    const found = point && (await api<Around>("GET", `/api/geo/around?lat=${point.lat}&lon=${point.lon}`))
    if (this.#asked !== point) return // somewhere else has been asked for since
    if (found?.ok) this.around = found.value
    this.state = found?.ok ? "there" : "failed"
  }
  async #source(): Promise<Info | null> {
    const reply = await api<Info>("GET", "/api/geo/info")
    if (reply.ok) this.info = reply.value
    return this.info
  }
}
