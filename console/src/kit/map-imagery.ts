/**
 * The aerial photographs of the installation on a map. The style brings them hidden, and says in its metadata what becomes
 * different of the layers above them (`geo.imagery.imagery_style`); showing and hiding asks nobody (decision 0343).
 */

import type { Map as Maplibre } from "maplibre-gl"

const LAYER = "imagery"
export const IMAGERY_SOURCE = LAYER
const METADATA = "auxilio:imagery"

/** `none`: this installation has none. `lost`: it has, and its server cannot read them. */
export type ImageryState = "none" | "lost" | "there"
/** Layer, property, as it is without photographs, as it is over them. */
type Change = readonly [layer: string, property: string, plain: unknown, over: unknown]
interface ImageryMetadata {
  readonly state: ImageryState
  readonly over?: readonly Change[]
}

function toldBy(on: Pick<Maplibre, "getStyle">): ImageryMetadata {
  const metadata = on.getStyle().metadata as Record<string, ImageryMetadata | undefined> | undefined
  return metadata?.[METADATA] ?? { state: "none" }
}

export const imageryState = (on: Pick<Maplibre, "getStyle">): ImageryState => toldBy(on).state

/** Shows or hides them; does nothing where there are none. */
export function showImagery(
  on: Pick<Maplibre, "getStyle" | "getLayer" | "setLayoutProperty" | "setPaintProperty">,
  shown: boolean,
): void {
  if (!on.getLayer(LAYER)) return
  on.setLayoutProperty(LAYER, "visibility", shown ? "visible" : "none")
  for (const [layer, property, plain, over] of toldBy(on).over ?? [])
    if (on.getLayer(layer))
      on.setPaintProperty(
        layer,
        property as Parameters<Maplibre["setPaintProperty"]>[1],
        (shown ? over : plain) as never,
      )
}
