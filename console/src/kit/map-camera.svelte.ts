/**
 * Where a map looks: it keeps the place of the case in view, follows a unit when somebody asked for it, and knows what it
 * shows. It never takes the place out of view by itself; a hand, a key or another case may (decision 0333).
 */

import type { Map as Maplibre } from "maplibre-gl"
import type { Point } from "../protocol/generated.ts"
import { isClearOfEdges, isInView, type MapBounds } from "./map-shapes.ts"

/** From here on a street has its name. */
const STREET_ZOOM = 15
/** A notice beside a map takes no more of its height than this. */
const NOTICE_PX = 160

export class MapCamera {
  view = $state.raw<MapBounds | null>(null)
  zoom = $state(0)
  /** The unit that it follows. */
  followed = $state<string | null>(null)
  readonly #map: Maplibre
  #place: Point | null = null
  /** Whether the place was in view when it last stood still. */
  #shown = false
  #width = 0
  #height = 0

  constructor(map: Maplibre) {
    this.#map = map
    this.#look()
    map.on("move", () => this.#look())
    map.on("resize", () => this.#look())
    map.on("dragstart", () => this.unfollow())
  }

  /** The place of the case, or another one: what was in view stays so, and the first is shown. */
  keep(place: Point | null): void {
    const before = this.#place
    const shown = this.#shown
    if (before?.lat === place?.lat && before?.lon === place?.lon) return
    this.#place = place
    if (place && (before === null || shown) && !this.#showsClear(place)) {
      if (before === null) this.go(place)
      else this.#map.jumpTo({ center: [place.lon, place.lat] })
    }
    this.#shown = place !== null && this.shows(place)
  }
  shows(point: Point): boolean {
    return isInView(this.#bounds(), point)
  }
  /** In view, and under nothing that lies over the map. */
  #showsClear(point: Point): boolean {
    const size = { width: this.#width, height: this.#height }
    return this.shows(point) && isClearOfEdges(this.#map.project([point.lon, point.lat]), size)
  }
  /** To a place, near enough to tell its street; `left_px` of the map are covered from the left. */
  go(to: Point, left_px = 0): void {
    this.unfollow()
    this.#map.easeTo({
      center: [to.lon, to.lat],
      zoom: Math.max(this.#map.getZoom(), STREET_ZOOM),
      offset: [left_px / 2, 0],
      animate: false,
    })
  }
  follow(unit: string | null): void {
    this.followed = unit
  }
  unfollow(): void {
    this.followed = null
  }
  /** To where the followed unit is now. */
  track(at: Point): void {
    this.#map.jumpTo({ center: [at.lon, at.lat] })
  }

  #look(): void {
    const { clientWidth, clientHeight } = this.#map.getContainer()
    const resized = clientWidth !== this.#width || clientHeight !== this.#height
    const higher_px = clientWidth === this.#width ? clientHeight - this.#height : 0
    this.#width = clientWidth
    this.#height = clientHeight
    this.view = this.#bounds()
    this.zoom = this.#map.getZoom()
    const place = this.#place
    const shows = place !== null && isInView(this.view, place)
    if (this.followed === null && higher_px !== 0 && Math.abs(higher_px) <= NOTICE_PX) {
      const seen = this.#shown ? place : null
      queueMicrotask(() => this.#stay(higher_px, seen))
      return
    }
    if (resized && this.#shown && !shows && place && this.followed === null) {
      // The region became smaller, by itself: what was seen is seen. Not inside MapLibre's own event.
      queueMicrotask(() => this.#map.jumpTo({ center: [place.lon, place.lat] }))
      return
    }
    this.#shown = shows
  }
  /** A notice came under the map, or went: nothing on it moves, unless the place would be under the edge. */
  #stay(higher_px: number, seen: Point | null): void {
    this.#map.panBy([0, higher_px / 2], { animate: false })
    if (seen && !this.shows(seen)) this.#map.jumpTo({ center: [seen.lon, seen.lat] })
  }
  #bounds(): MapBounds {
    const bounds = this.#map.getBounds()
    return {
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
    }
  }
}
