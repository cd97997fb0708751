"""The map's look, as a MapLibre style over our own tiles. Pure.

A map behind a case is quiet: the place, the circle and the units stand above it, so the ground
keeps to few colours close to the page's own, only the roads that help drives on stand out, and a symbol
stands only for what a dispatcher looks for. Needs no glyph files and no sprite: text is drawn by the browser
in the console's typeface, and icons are named `maki:<name>` for the client to draw.
"""

from typing import Any

from auxilio.geo.model import RegionInfo
from auxilio.kernel.refusal import Refused

SOURCE = "region"
TILES = "/api/geo/tiles/{z}/{x}/{y}.mvt"
_FONT = ["Atkinson Hyperlegible"]
_BOLD = ["Atkinson Hyperlegible Bold", *_FONT]
"""The client sniffs the weight from the first name, which no page has, and takes the letters from the second."""
_MIN_ZOOM, _MAX_ZOOM = 5, 14
_MARGINS = (-0.15, -0.15, 0.15, 0.15)
"""The sea around a coast is drawn this far (`geo.build.tiles.MARGIN`)."""

Layer = dict[str, Any]
Expression = list[Any]
Palette = dict[str, str]

PALETTES: dict[str, Palette] = {
    "dark": {
        "ground": "#12191d", "wood": "#15211d", "scrub": "#16201d", "grass": "#152019", "crop": "#141c1e",
        "rock": "#1a1f24", "park": "#17271e", "pitch": "#182a20", "water": "#152d42", "water_line": "#1c3c57",
        "residential": "#171e25", "industrial": "#1b1f2a", "special": "#241e27", "square": "#222b34",
        "building": "#222b35", "building_line": "#2c3743", "casing": "#0c1115", "minor": "#36424e",
        "tertiary": "#45515d", "secondary": "#6a6040", "primary": "#83703f", "motorway": "#9c6a38",
        "path": "#56493c", "rail": "#44505b", "border": "#7d6f97", "text": "#dde5ec", "soft": "#a9b7c4",
        "halo": "#10161c", "water_text": "#7fb0dc", "hill_text": "#c2a888", "number": "#b7a27c", "alarm": "#ffb1a8",
    },
    "light": {
        "ground": "#f3f3ef", "wood": "#dae6d3", "scrub": "#e2ead9", "grass": "#e8efdf", "crop": "#f0f0e4",
        "rock": "#e7e4dd", "park": "#d5e8cf", "pitch": "#cbe2c6", "water": "#b3d1e8", "water_line": "#93bfe0",
        "residential": "#ebe9e4", "industrial": "#e7e5eb", "special": "#f3e2df", "square": "#f7f4ec",
        "building": "#dcd8cf", "building_line": "#c8c2b6", "casing": "#c3bfb6", "minor": "#ffffff",
        "tertiary": "#ffffff", "secondary": "#f8edbf", "primary": "#f6dc97", "motorway": "#eeb478",
        "path": "#ab8f73", "rail": "#9aa0a5", "border": "#8a7aa6", "text": "#1b2630", "soft": "#4a5966",
        "halo": "#fbfbf9", "water_text": "#33658f", "hill_text": "#6d5236", "number": "#6f5426", "alarm": "#9a1f16",
    },
}  # fmt: skip

_BIG = ["hospital", "fire_station", "ambulance_station", "police", "civil_protection", "mountain_rescue"]
_ICONS: dict[str, str] = {
    "hospital": "hospital", "fire_station": "fire-station", "ambulance_station": "hospital", "police": "police",
    "civil_protection": "ranger-station", "mountain_rescue": "mountain", "helipad": "heliport", "clinic": "doctor",
    "lifeguard": "swimming", "care_home": "residential-community", "school": "school", "pharmacy": "pharmacy",
    "town_hall": "town-hall", "railway_station": "rail", "fuel": "fuel", "access_point": "information",
    "sos_phone": "emergency-phone", "defibrillator": "defibrillator", "hydrant": "water", "water_supply": "water",
    "assembly_point": "marker", "alpine_hut": "shelter",
}  # fmt: skip
_COLOURS = {"ambulance_station": "#b3182a", "civil_protection": "#0b5cad", "mountain_rescue": "#a34a00",
            "hydrant": "#155e8a", "access_point": "#14743f"}  # fmt: skip


def map_style(info: RegionInfo, theme: str) -> dict[str, Any]:
    """The style of a region. Raises `Refused("unknown_theme")`."""
    palette = PALETTES.get(theme)
    if palette is None:
        raise Refused("unknown_theme", theme=theme)
    return {
        "version": 8,
        "name": f"auxilio-{theme}",
        "center": [info.centre.lon, info.centre.lat],
        "zoom": 14,
        "sources": {
            SOURCE: {
                "type": "vector",
                "tiles": [f"{TILES}?v={info.version}"],
                "minzoom": _MIN_ZOOM,
                "maxzoom": _MAX_ZOOM,
                "bounds": [value + margin for value, margin in zip(info.bounds, _MARGINS, strict=True)],
                "attribution": info.attribution,
            }
        },
        "layers": [
            *_ground(palette),
            *_roads(palette),
            *_lines(palette),
            *_labels(palette),
            *_symbols(palette),
        ],
    }


def _layer(id: str, kind: str, source_layer: str, **rest: Any) -> Layer:
    return {"id": id, "type": kind, "source": SOURCE, "source-layer": source_layer, **rest}


def _by_class(colours: dict[str, str], otherwise: str) -> Expression:
    pairs = [part for pair in colours.items() for part in pair]
    return ["match", ["get", "class"], *pairs, otherwise]


def _order(*classes: str) -> Expression:
    """Which label is placed first when two want one spot."""
    pairs = [part for rank, name in enumerate(classes) for part in (name, rank)]
    return ["match", ["get", "class"], *pairs, len(classes)]


def _grows(*stops: float | Expression) -> Expression:
    """Widths at zooms, as roads grow on paper: by a power, not evenly."""
    return ["interpolate", ["exponential", 1.6], ["zoom"], *stops]


def _is(*classes: str) -> Expression:
    return ["in", ["get", "class"], ["literal", list(classes)]]


def _ground(p: Palette) -> list[Layer]:
    use = {
        "industrial": p["industrial"], "commercial": p["industrial"], "hospital": p["special"],
        "services": p["special"], "school": p["special"], "cemetery": p["park"], "airport": p["industrial"],
        "square": p["square"],
    }  # fmt: skip
    cover = {name: p[name] for name in ("wood", "scrub", "grass", "crop", "rock", "park", "pitch")}
    return [
        {"id": "ground", "type": "background", "paint": {"background-color": p["ground"]}},
        _layer("residential", "fill", "landuse", filter=["==", ["get", "class"], "residential"],
               paint={"fill-color": p["residential"]}),
        _layer("landcover", "fill", "landcover",
               paint={"fill-color": _by_class(cover | {"ice": p["rock"], "sand": p["rock"]}, p["grass"]),
                      "fill-antialias": False}),
        _layer("landuse", "fill", "landuse", filter=["!=", ["get", "class"], "residential"],
               paint={"fill-color": _by_class(use, p["residential"])}),
        _layer("water", "fill", "water", paint={"fill-color": p["water"]}),
        _layer("waterway", "line", "waterway", layout={"line-cap": "round"},
               paint={"line-color": p["water_line"],
                      "line-width": _grows(9, 0.4, 16, ["match", ["get", "class"], "river", 4, 1.6])}),
        _layer("building", "fill", "building", minzoom=13.5,
               paint={"fill-color": p["building"], "fill-outline-color": p["building_line"],
                      "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13.5, 0, 14.5, 1]}),
    ]  # fmt: skip


_ROADS: tuple[tuple[str, tuple[str, ...], str, float, tuple[float, ...]], ...] = (
    ("service", ("service", "busway"), "minor", 14, (14, 0.8, 18, 6)),
    ("square", ("pedestrian", "living_street"), "minor", 13, (13, 0.9, 18, 9)),
    (
        "minor",
        ("residential", "unclassified", "road", "tertiary_link"),
        "minor",
        11,
        (11, 0.4, 14, 2.2, 18, 15),
    ),
    ("tertiary", ("tertiary", "secondary_link"), "tertiary", 9, (9, 0.7, 14, 3.2, 18, 17)),
    ("secondary", ("secondary", "primary_link"), "secondary", 8, (8, 0.7, 14, 4, 18, 19)),
    ("primary", ("primary", "trunk_link", "motorway_link"), "primary", 6, (6, 0.7, 14, 4.6, 18, 21)),
    ("motorway", ("motorway", "trunk"), "motorway", 5, (5, 0.8, 14, 5.2, 18, 24)),
)
"""Id, classes, colour, from which zoom, and widths: pairs of zoom and pixels."""


def _roads(p: Palette) -> list[Layer]:
    ends = {"line-cap": "round", "line-join": "round"}
    tunnel: Expression = ["==", ["get", "tunnel"], 1]
    layers = [
        _layer("tunnel", "line", "road", filter=tunnel, minzoom=9,
               paint={"line-color": p["soft"], "line-opacity": 0.4, "line-dasharray": [2, 1.5],
                      "line-width": _grows(9, 0.6, 16, 3)}),
        _layer("path", "line", "road", minzoom=13, layout={"line-join": "round"},
               filter=_is("path", "footway", "steps", "cycleway", "bridleway", "track"),
               paint={"line-color": p["path"], "line-dasharray": [3, 1.5], "line-width": _grows(13, 0.7, 18, 2.4)}),
    ]  # fmt: skip
    above: Expression = ["!=", ["get", "tunnel"], 1]
    for id, classes, _, minzoom, widths in _ROADS:
        wider = [value * 1.15 + 1.4 if k % 2 else value for k, value in enumerate(widths)]
        layers.append(
            _layer(f"{id}-casing", "line", "road", minzoom=max(minzoom, 12), layout=ends,
                   filter=["all", _is(*classes), above],
                   paint={"line-color": p["casing"], "line-width": _grows(*wider)})
        )  # fmt: skip
    for id, classes, colour, minzoom, widths in _ROADS:
        layers.append(
            _layer(id, "line", "road", minzoom=minzoom, layout=ends, filter=["all", _is(*classes), above],
                   paint={"line-color": p[colour], "line-width": _grows(*widths)})
        )  # fmt: skip
    return layers


def _lines(p: Palette) -> list[Layer]:
    return [
        _layer("rail", "line", "rail", minzoom=10,
               paint={"line-color": p["rail"], "line-width": _grows(10, 0.6, 16, 1.8)}),
        _layer("rail-sleepers", "line", "rail", minzoom=13, filter=["==", ["get", "class"], "rail"],
               paint={"line-color": p["rail"], "line-width": _grows(13, 2.4, 16, 5), "line-dasharray": [0.3, 2.4]}),
        _layer("border", "line", "boundary", minzoom=6, layout={"line-join": "round"},
               paint={"line-color": p["border"], "line-dasharray": [5, 2, 1, 2], "line-opacity": 0.75,
                      "line-width": ["match", ["get", "level"], 2, 2.2, 4, 1.8, 6, 1.5, 1.1]}),
        _layer("oneway", "symbol", "road", minzoom=16, filter=["==", ["get", "oneway"], 1],
               layout={"symbol-placement": "line", "symbol-spacing": 160, "text-field": "→", "text-font": _FONT,
                       "text-size": 14, "text-keep-upright": False, "text-rotation-alignment": "map"},
               paint={"text-color": p["soft"], "text-opacity": 0.8}),
    ]  # fmt: skip


def _text(p: Palette, colour: str, halo: float = 1.6) -> dict[str, Any]:
    return {"text-color": p[colour], "text-halo-color": p["halo"], "text-halo-width": halo}


def _labels(p: Palette) -> list[Layer]:
    name: Expression = ["get", "name"]
    along = {"symbol-placement": "line", "text-font": _FONT, "text-field": name}
    return [
        _layer("water-name", "symbol", "waterway", minzoom=12, filter=["has", "name"],
               layout=along | {"text-size": 12, "symbol-spacing": 420, "text-letter-spacing": 0.06},
               paint=_text(p, "water_text")),
        _layer("number", "symbol", "address", minzoom=16.5,
               layout={"text-field": ["get", "number"], "text-font": _FONT, "text-size": 12, "text-padding": 1},
               paint=_text(p, "number", 1.2)),
        _layer("street-name", "symbol", "road_name", minzoom=13.5,
               filter=["all", ["has", "name"], ["!", _is("path", "track", "footway", "motorway")]],
               layout=along | {"text-size": _grows(13, 11, 17, 15), "symbol-spacing": 300, "text-padding": 4,
                               "symbol-sort-key": _order("primary", "secondary", "tertiary")},
               paint=_text(p, "text")),
        _layer("path-name", "symbol", "road_name", minzoom=14, filter=["all", ["has", "name"], _is("path", "track")],
               layout=along | {"text-size": 12, "symbol-spacing": 380}, paint=_text(p, "hill_text")),
        _layer("road-number", "symbol", "road_name", minzoom=9, filter=["all", ["has", "ref"], ["!", _is("path", "track")]],
               layout={"symbol-placement": "line", "symbol-spacing": 420, "text-field": ["get", "ref"],
                       "text-font": _BOLD, "text-size": 12, "text-rotation-alignment": "viewport",
                       "icon-image": "shield", "icon-text-fit": "both", "icon-text-fit-padding": [2, 5, 2, 5],
                       "icon-rotation-alignment": "viewport"},
               paint={"text-color": "#ffffff"}),
        _layer("milestone", "symbol", "milestone", minzoom=13,
               layout={"text-field": ["concat", "km ", ["get", "km"]], "text-font": _BOLD, "text-size": 12,
                       "text-padding": 6},
               paint=_text(p, "soft")),
        _layer("peak", "symbol", "peak", minzoom=11, filter=["has", "name"],
               layout={"text-field": ["concat", "▲ ", name, ["case", ["has", "ele"], ["concat", "\n", ["get", "ele"], " m"], ""]],
                       "text-font": _FONT, "text-size": 12, "text-max-width": 9},
               paint=_text(p, "hill_text")),
        _layer("poi", "symbol", "poi", minzoom=16.5,
               layout={"text-field": name, "text-font": _FONT, "text-size": 12, "text-max-width": 8, "text-padding": 6},
               paint=_text(p, "soft")),
    ]  # fmt: skip


def _symbols(p: Palette) -> list[Layer]:
    icon: Expression = [
        "match", ["get", "class"],
        *(part for kind, maki in _ICONS.items() for part in (kind, _icon(kind, maki))), "maki:marker",
    ]  # fmt: skip
    named = {
        "text-field": ["get", "name"], "text-font": _BOLD, "text-size": 13, "text-anchor": "top",
        "text-offset": [0, 1.0], "text-max-width": 9, "text-optional": True,
    }  # fmt: skip
    size = ["match", ["get", "class"], "city", 20, "town", 18, "village", 15, "suburb", 13, 12]
    village: Expression = ["match", ["get", "class"], ["city", "town", "village"], True, False]
    return [
        _layer("helper-small", "symbol", "facility", minzoom=15, filter=["!", _is(*_BIG, "helipad", "alpine_hut", "access_point")],
               layout={"icon-image": icon, "icon-size": 0.72, "icon-padding": 6},
               paint={"icon-opacity": 0.9}),
        _layer("helper-path", "symbol", "facility", minzoom=13, filter=_is("helipad", "alpine_hut", "access_point"),
               layout=named | {"icon-image": icon, "icon-size": 0.78, "text-font": _FONT, "text-size": 12,
                               "text-field": ["coalesce", ["get", "ref"], ["get", "name"]]},
               paint=_text(p, "soft")),
        _layer("helper", "symbol", "facility", minzoom=10, filter=_is(*_BIG),
               layout=named | {"icon-image": icon, "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.7, 16, 1],
                               "icon-padding": 3, "symbol-sort-key": _order("hospital", "fire_station"),
                               "text-field": ["step", ["zoom"], "", 14.5, ["get", "name"]]},
               paint=_text(p, "alarm")),
        _layer("quarter", "symbol", "place", minzoom=12, maxzoom=16, filter=["!", village],
               layout={"text-field": ["get", "name"], "text-font": _FONT, "text-size": size, "text-max-width": 8,
                       "text-letter-spacing": 0.05, "text-padding": 12},
               paint=_text(p, "soft")),
        _layer("town", "symbol", "place", minzoom=5, maxzoom=15, filter=village,
               layout={"text-field": ["get", "name"], "text-font": _BOLD,
                       "text-size": ["interpolate", ["linear"], ["zoom"], 7, 13, 13, size],
                       "symbol-sort-key": ["-", 0, ["coalesce", ["get", "population"], 0]], "text-max-width": 8},
               paint=_text(p, "text", 2.0)),
    ]  # fmt: skip


def _icon(kind: str, maki: str) -> str:
    colour = _COLOURS.get(kind)
    return f"maki:{maki}:{colour}" if colour else f"maki:{maki}"
