/** Our own layers of a map, above the ground's: circles of doubt, areas to stay out of, roads to follow. */

import type { Feature } from "geojson"
import type { GeoJSONSourceSpecification, Map as Maplibre } from "maplibre-gl"
import type { Point } from "../protocol/generated.ts"

function ink(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim()
}

const LABEL_BOXES = "auxilio-label-boxes"

/** Once for each style: a new one has lost them. */
export function addLayers(on: Maplibre): void {
  if (on.getSource("auxilio-circles")) return
  const none: GeoJSONSourceSpecification = {
    type: "geojson",
    data: { type: "FeatureCollection", features: [] },
  }
  for (const source of [
    "auxilio-reach",
    "auxilio-holes",
    "auxilio-circles",
    "auxilio-zones",
    "auxilio-areas",
    "auxilio-routes",
    "auxilio-label-boxes",
  ])
    if (!on.getSource(source)) on.addSource(source, none)
  reach(on)
  holes(on)
  circles(on)
  zones(on)
  areas(on)
  routes(on)
  if (on.getLayer(LABEL_BOXES)) on.moveLayer(LABEL_BOXES)
  else addLabelBoxes(on)
}

/** So that they can be added in other colours: ink is read when a layer is made. The boxes of labels have none and stay. */
export function removeLayers(on: Maplibre): void {
  const ours = (id: string) => id.startsWith("auxilio-") && id !== LABEL_BOXES
  const { layers, sources } = on.getStyle()
  for (const { id } of layers) if (ours(id)) on.removeLayer(id)
  for (const id of Object.keys(sources)) if (ours(id)) on.removeSource(id)
}

const CLAIM_PX = 20
/**
 * Where our labels stand, for MapLibre's own collision: symbols without ink, above all others, so that names of the ground
 * give way to labels and do not run beneath them.
 */
function addLabelBoxes(on: Maplibre): void {
  const image = "auxilio-claim"
  if (!on.hasImage(image)) on.addImage(image, new ImageData(CLAIM_PX, CLAIM_PX))
  on.addLayer({
    id: "auxilio-label-boxes",
    type: "symbol",
    source: "auxilio-label-boxes",
    layout: {
      "icon-image": image,
      "icon-offset": ["array", "number", 2, ["get", "offset"]],
      "icon-padding": 0,
      "icon-allow-overlap": true,
    },
  })
}
/** Squares without ink over a box of this size whose middle is `dx`, `dy` from a point. */
export function claimsOf(at: Point, dx: number, dy: number, width: number, height: number): Feature[] {
  const along = (length: number) => {
    const count = Math.max(1, Math.ceil(length / CLAIM_PX))
    const step = count === 1 ? 0 : (length - CLAIM_PX) / (count - 1)
    return Array.from({ length: count }, (_, n) => (n - (count - 1) / 2) * step)
  }
  return along(width).flatMap((x) =>
    along(height).map(
      (y): Feature => ({
        type: "Feature",
        properties: { offset: [dx + x, dy + y] },
        geometry: { type: "Point", coordinates: [at.lon, at.lat] },
      }),
    ),
  )
}

/** Line by line told apart without colour: whole is the shortest time, dashed the next, dotted the longest; each says its minutes. */
function reach(on: Maplibre): void {
  const source = "auxilio-reach"
  const colour = ink("--map-ink")
  on.addLayer({
    id: "auxilio-reach",
    type: "fill",
    source,
    paint: { "fill-color": colour, "fill-opacity": 0.1 },
  })
  const width = ["case", ["get", "chosen"], 4, 2] as never
  for (const [minutes, dash] of [
    [8, [1, 0]],
    [12, [3, 2]],
    [20, [1, 2]],
  ] as const)
    on.addLayer({
      id: `auxilio-reach-${minutes}`,
      type: "line",
      source,
      filter: ["==", ["get", "minutes"], minutes],
      paint: { "line-color": colour, "line-width": width, "line-dasharray": [...dash] },
    })
  on.addLayer({
    id: "auxilio-reach-words",
    type: "symbol",
    source,
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 220,
      "text-field": ["concat", ["to-string", ["get", "minutes"]], " min"],
      "text-font": ["Atkinson Hyperlegible Bold", "Atkinson Hyperlegible"],
      "text-size": 14,
    },
    paint: { "text-color": colour, "text-halo-color": ink("--map-halo"), "text-halo-width": 3 },
  })
}

/** Hatched: a hole is seen as one in any colours. */
function holes(on: Maplibre): void {
  const source = "auxilio-holes"
  const colour = ink("--late")
  const image = `auxilio-hatch-${colour}`
  if (!on.hasImage(image)) on.addImage(image, hatch(colour), { pixelRatio: 2 })
  on.addLayer({ id: "auxilio-hole", type: "fill", source, paint: { "fill-pattern": image } })
  on.addLayer({
    id: "auxilio-hole-line",
    type: "line",
    source,
    paint: { "line-color": colour, "line-width": 2 },
  })
}
const HATCH_PX = 24
/** One tile of diagonal strokes that meet the next tile's. */
function hatch(colour: string): ImageData {
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = HATCH_PX
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D
  pen.strokeStyle = colour
  pen.lineWidth = 4
  for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
    pen.moveTo(shift, HATCH_PX)
    pen.lineTo(shift + HATCH_PX, 0)
  }
  pen.stroke()
  return pen.getImageData(0, 0, HATCH_PX, HATCH_PX)
}

function circles(on: Maplibre): void {
  const colour = ["match", ["get", "kind"], "elsewhere", ink("--muted"), ink("--map-ink")] as never
  const source = "auxilio-circles"
  on.addLayer({
    id: "auxilio-circle",
    type: "fill",
    source,
    paint: { "fill-color": colour, "fill-opacity": 0.14 },
  })
  on.addLayer({
    id: "auxilio-circle-line",
    type: "line",
    source,
    filter: ["!=", ["get", "kind"], "area"],
    paint: { "line-color": colour, "line-width": 2, "line-dasharray": [4, 3] },
  })
  // What was stated itself, whole, within the dashed circle that contains it.
  on.addLayer({
    id: "auxilio-area-line",
    type: "line",
    source,
    filter: ["==", ["get", "kind"], "area"],
    paint: { "line-color": colour, "line-width": 2 },
  })
}

/** Whole is the circle that nobody enters, dashed the area that is cleared: told apart without their colours too. */
function zones(on: Maplibre): void {
  const colour = ["match", ["get", "kind"], "isolation", ink("--late"), ink("--soon")] as never
  const source = "auxilio-zones"
  on.addLayer({
    id: "auxilio-zone",
    type: "fill",
    source,
    paint: { "fill-color": colour, "fill-opacity": 0.16 },
  })
  for (const [kind, dash] of [
    ["isolation", [1, 0]],
    ["protective", [3, 2]],
  ] as const)
    on.addLayer({
      id: `auxilio-zone-${kind}`,
      type: "line",
      source,
      filter: ["==", ["get", "kind"], kind],
      paint: { "line-color": colour, "line-width": 3, "line-dasharray": [...dash] },
    })
}

/** Closed roads; in another colour and with a wider stroke operations and the towns of a plan; dashed what is being drawn. */
function areas(on: Maplibre): void {
  const quiet = ["operation", "town"]
  const colour = ["match", ["get", "kind"], quiet, ink("--map-ink"), ink("--late")] as never
  const source = "auxilio-areas"
  on.addLayer({
    id: "auxilio-area",
    type: "fill",
    source,
    // Much lies inside an operation, and nothing of it is to be hidden by its colour.
    paint: {
      "fill-color": colour,
      "fill-opacity": ["match", ["get", "kind"], quiet, 0.08, 0.22] as never,
    },
  })
  const dash = ["case", ["get", "draft"], ["literal", [2, 2]], ["literal", [1, 0]]] as never
  on.addLayer({
    id: "auxilio-area-line",
    type: "line",
    source,
    paint: { "line-color": colour, "line-width": 3, "line-dasharray": dash },
  })
}

function routes(on: Maplibre): void {
  const source = "auxilio-routes"
  const layout = { "line-cap": "round", "line-join": "round" } as const
  on.addLayer({
    id: "auxilio-route-halo",
    type: "line",
    source,
    layout,
    paint: { "line-color": ink("--map-halo"), "line-width": 9 },
  })
  on.addLayer({
    id: "auxilio-route",
    type: "line",
    source,
    layout,
    paint: { "line-color": ink("--map-ink"), "line-width": 5 },
  })
}
