/** Where somebody asked the map of the page to look. It moves the map and nothing else: no place of a case. */

import { regionWindows } from "./region-windows.svelte.ts"

export interface LookedAt {
  readonly lat: number
  readonly lon: number
  readonly label: string
}

/** The map's region on every page that has one. */
const MAP = "7"

class MapLook {
  /** How many maps are on the page. */
  #maps = $state(0)
  get drawn(): boolean {
    return this.#maps > 0 || regionWindows.isAway(MAP)
  }
  /** For an effect of a map, while it is there. */
  attend(): () => void {
    this.#maps += 1
    return () => {
      this.#maps -= 1
    }
  }
  /** Drawn as a mark until the page turns to another case. */
  at = $state.raw<LookedAt | null>(null)

  go(to: LookedAt): void {
    this.at = { ...to } // the same place asked for again is looked at again
  }
  /** The page turned to another case, or the person leaves. */
  forget(): void {
    this.at = null
  }
}

export const mapLook = new MapLook()
