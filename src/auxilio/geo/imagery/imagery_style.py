"""Lays photographs into the style of a map: above the drawn ground, under streets, names and all that pages draw. Pure.

The layer is hidden until a page shows it: `metadata` holds what then becomes different of the layers above it, and how they are
without it, so that a page switches without asking anybody, also where there is no network.
"""

import html
from typing import Any

from auxilio.geo.imagery.imagery_folder import ImageryInfo, ImageryState
from auxilio.geo.style import PALETTES

LAYER = "imagery"
METADATA = "auxilio:imagery"
TILES = "/api/geo/imagery/{z}/{x}/{y}"
UNDER = "building"
"""The last of the drawn ground: photographs hide it, and it shows where there are none."""
HALO_PX = 2.4
"""A photograph has every brightness: letters stand on their halo alone. MapLibre draws no more than a quarter of their size."""
_PAINT: dict[str, dict[str, Any]] = {
    "dark": {"raster-brightness-max": 0.72, "raster-saturation": -0.15, "raster-fade-duration": 0},
    "light": {"raster-fade-duration": 0},
}
"""In a dark room a photograph of noon blinds."""
_STREET_OPACITY = 0.45
_CASING = "-casing"
_STREETS = {"minor": "#ffffff", "tertiary": "#ffffff", "service": "#ffffff", "square": "#ffffff",
            "secondary": "#ffe9a0", "primary": "#ffd978", "motorway": "#ffb46b"}  # fmt: skip
"""Over a photograph a street is a light veil on its own picture, in both themes."""
_QUIET = ("soft", "hill_text", "number")
"""Colours of letters that are quiet on a drawn ground, and would be lost on a photograph."""
type Change = tuple[str, str, Any, Any]
"""Layer, property of its paint, as it is without photographs, as it is over them."""


def with_imagery(
    style: dict[str, Any], theme: str, state: ImageryState, info: ImageryInfo | None
) -> dict[str, Any]:
    """This style with the photographs in it; untouched where there are none."""
    if state is ImageryState.NONE:
        return style
    if info is None:
        return style | {"metadata": {METADATA: {"state": ImageryState.LOST}}}
    layers: list[dict[str, Any]] = style["layers"]
    under = next((n for n, each in enumerate(layers, 1) if each["id"] == UNDER), 1)
    raster = {
        "id": LAYER,
        "type": "raster",
        "source": LAYER,
        "layout": {"visibility": "none"},
        "paint": _PAINT[theme],
    }
    source = {
        "type": "raster",
        "tiles": [f"{TILES}?v={info.version}"],
        "tileSize": info.tile_pixels,
        "minzoom": info.min_zoom,
        "maxzoom": info.max_zoom,
        "bounds": list(info.bounds),
        "attribution": html.escape(" · ".join(filter(None, (info.credit, info.taken)))),
    }
    return style | {
        "sources": style["sources"] | {LAYER: source},
        "layers": [*layers[:under], raster, *layers[under:]],
        "metadata": {METADATA: {"state": state, "over": changes_over(layers[under:], theme)}},
    }


def changes_over(layers: list[dict[str, Any]], theme: str) -> list[Change]:
    """How the layers above photographs are drawn over them."""
    palette = PALETTES[theme]
    inks = {palette[name]: palette["text"] for name in _QUIET}
    return [change for layer in layers for change in _of(layer, inks) if change[2] != change[3]]


def _of(layer: dict[str, Any], inks: dict[str, str]) -> list[Change]:
    id, paint = layer["id"], layer.get("paint", {})
    if layer["type"] == "line":
        plain = paint.get("line-opacity", 1)
        if id in _STREETS:
            return [
                (id, "line-opacity", plain, _STREET_OPACITY),
                (id, "line-color", paint["line-color"], _STREETS[id]),
            ]
        if id.removesuffix(_CASING) in _STREETS:
            return [(id, "line-opacity", plain, 0)]
    if layer["type"] == "symbol" and "text-halo-width" in paint:
        width, ink = paint["text-halo-width"], paint["text-color"]
        return [
            (id, "text-halo-width", width, max(HALO_PX, width)),
            (id, "text-color", ink, inks.get(ink, ink)),
        ]
    return []
