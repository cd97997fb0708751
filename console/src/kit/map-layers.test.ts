import assert from "node:assert/strict"
import { test } from "node:test"
import type { Map as Maplibre } from "maplibre-gl"
import { addLayers, removeLayers } from "./map-layers.ts"

/** As much of a map as our layers touch. */
class FakeMap {
  readonly layers = new Map<string, { id: string; paint?: Record<string, unknown> }>([
    ["ground", { id: "ground" }],
  ])
  readonly sources = new Map<string, unknown>([["roads", {}]])
  readonly images = new Set<string>()
  getSource = (id: string) => this.sources.get(id)
  addSource = (id: string, source: unknown) => void this.sources.set(id, source)
  removeSource = (id: string) => void this.sources.delete(id)
  getLayer = (id: string) => this.layers.get(id)
  addLayer = (layer: { id: string }) => void this.layers.set(layer.id, layer)
  removeLayer = (id: string) => void this.layers.delete(id)
  moveLayer = (id: string) => {
    const layer = this.layers.get(id)
    this.layers.delete(id)
    if (layer) this.layers.set(id, layer)
  }
  hasImage = (id: string) => this.images.has(id)
  addImage = (id: string) => void this.images.add(id)
  getStyle = () => ({ layers: [...this.layers.values()], sources: Object.fromEntries(this.sources) })
}
const page = globalThis as Record<string, unknown>
page.document = {
  documentElement: {},
  createElement: () => ({
    getContext: () => ({ moveTo() {}, lineTo() {}, stroke() {}, getImageData: () => ({}) }),
  }),
}
page.ImageData = class {}

test("another palette draws our layers in its colours, and leaves the ground and the boxes of labels", () => {
  const map = new FakeMap()
  const on = map as unknown as Maplibre
  const inColours = (late: string) => {
    page.getComputedStyle = () => ({
      getPropertyValue: (token: string) => (token === "--late" ? late : "#000000"),
    })
    addLayers(on)
  }
  inColours("#ff6b70")
  const boxes = map.sources.get("auxilio-label-boxes")
  assert.equal(map.layers.get("auxilio-hole-line")?.paint?.["line-color"], "#ff6b70")
  removeLayers(on)
  assert.deepEqual([...map.layers.keys()], ["ground", "auxilio-label-boxes"])
  inColours("#ff5c8a")
  assert.equal(map.layers.get("auxilio-hole-line")?.paint?.["line-color"], "#ff5c8a")
  assert.equal([...map.layers.keys()].at(-1), "auxilio-label-boxes")
  assert.equal(map.sources.get("auxilio-label-boxes"), boxes)
})
