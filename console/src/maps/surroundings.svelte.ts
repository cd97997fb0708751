/** What the map's own ground tells around a place: asked when somebody reads the map as a list, never while nobody does. */

import type { Point } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import type { SurroundingsRead } from "./entries.ts"

/** Where the map's data comes from (`auxilio.geo.model.RegionInfo`). */
export interface MapRegionInfo {
  readonly version: string
  readonly data_at: string
  readonly attribution: string
  readonly centre: Point
}
/** The region of an installation that has none. */
export const NO_REGION = "none"

/** Where the map of this installation comes from; null when nothing answers. */
export async function mapRegion(): Promise<MapRegionInfo | null> {
  const reply = await api<MapRegionInfo>("GET", "/api/geo/info")
  return reply.ok ? reply.value : null
}

export class Surroundings {
  info = $state.raw<MapRegionInfo | null>(null)
  around = $state.raw<SurroundingsRead | null>(null)
  state = $state<"asking" | "there" | "failed">("asking")
  readonly empty = $derived(this.info?.version === NO_REGION)
  #asked: Point | null = null

  /** Around `at`; without one, around the region's middle. What was asked last stays until the new answer is there. */
  async ask(at: Point | null): Promise<void> {
    if (this.state !== "there") this.state = "asking"
    const info = this.info ?? (await this.#source())
    const point = at ?? info?.centre ?? null
    this.#asked = point
    const found =
      point && (await api<SurroundingsRead>("GET", `/api/geo/around?lat=${point.lat}&lon=${point.lon}`))
    if (this.#asked !== point) return // somewhere else has been asked for since
    if (found?.ok) this.around = found.value
    this.state = found?.ok ? "there" : "failed"
  }
  async #source(): Promise<MapRegionInfo | null> {
    this.info = (await mapRegion()) ?? this.info
    return this.info
  }
}
