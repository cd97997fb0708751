/** The aerial photographs of one map: whether there are some, whether all came, and shown or not as the person chose. */

import type { Map as Maplibre } from "maplibre-gl"
import { serverLink } from "../state/server-link.svelte.ts"
import { IMAGERY_SOURCE, type ImageryState, imageryState, showImagery } from "./map-imagery.ts"

export class MapPhotographs {
  state = $state<ImageryState>("none")
  #incomplete = $state(false)
  /** Since one failed. */
  #moved = false
  readonly #map: Maplibre

  constructor(map: Maplibre) {
    this.#map = map
    map.on("style.load", () => {
      this.state = imageryState(map)
    })
    map.on("error", (event) => {
      if (!isOfPhotographs(event)) return
      this.#incomplete = true
      this.#moved = false
    })
    // A piece that failed is not asked for again by itself: only where others come, elsewhere, none is missing.
    map.on("movestart", () => {
      this.#moved = true
    })
    map.on("sourcedata", (event) => {
      if (this.#moved && isOfPhotographs(event) && "tile" in event && event.tile) this.#incomplete = false
    })
  }
  /** Some in view did not come, and the drawn ground is seen there: for want of the network, or for another reason. */
  get missing(): "missing" | "offline" | null {
    if (!this.#incomplete) return null
    return serverLink.state === "up" ? "missing" : "offline"
  }
  show(shown: boolean): void {
    showImagery(this.#map, shown)
    this.#incomplete = false
  }
  /** The server can be reached again: what did not come is asked for once more. */
  retry(): void {
    if (!this.#incomplete) return
    this.#incomplete = false
    this.#map.refreshTiles(IMAGERY_SOURCE)
  }
}

/** Whether an event of the map is about its photographs. */
export const isOfPhotographs = (event: object): boolean =>
  "sourceId" in event && event.sourceId === IMAGERY_SOURCE
