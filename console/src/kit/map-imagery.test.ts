import assert from "node:assert/strict"
import { test } from "node:test"
import { imageryState, showImagery } from "./map-imagery.ts"

type On = Parameters<typeof showImagery>[0]

/** A map that remembers what was set. */
function map(metadata: object | undefined, layers: readonly string[]) {
  const set = new Map<string, unknown>()
  const on = {
    getStyle: () => ({ metadata }),
    getLayer: (id: string) => (layers.includes(id) ? { id } : undefined),
    setLayoutProperty: (layer: string, name: string, value: unknown) => set.set(`${layer}.${name}`, value),
    setPaintProperty: (layer: string, name: string, value: unknown) => set.set(`${layer}.${name}`, value),
  } as unknown as On
  return { on, set }
}
const OVER = [
  ["minor", "line-opacity", 1, 0.4],
  ["gone", "line-opacity", 1, 0.4],
]

test("photographs are shown with what becomes different above them, and hidden as if they had never been", () => {
  const { on, set } = map({ "auxilio:imagery": { state: "there", over: OVER } }, ["imagery", "minor"])
  assert.equal(imageryState(on), "there")
  showImagery(on, true)
  assert.deepEqual(Object.fromEntries(set), { "imagery.visibility": "visible", "minor.line-opacity": 0.4 })
  showImagery(on, false)
  assert.deepEqual(Object.fromEntries(set), { "imagery.visibility": "none", "minor.line-opacity": 1 })
})

test("a map without photographs, and one whose photographs are lost, stay as they are", () => {
  for (const [metadata, state] of [
    [undefined, "none"],
    [{}, "none"],
    [{ "auxilio:imagery": { state: "lost" } }, "lost"],
  ] as const) {
    const { on, set } = map(metadata, ["minor"])
    assert.equal(imageryState(on), state)
    showImagery(on, true)
    assert.equal(set.size, 0)
  }
})
