"""Our own map schema: which layers an element is drawn in, with which properties, from which zoom.

Small on purpose: what a dispatcher reads off a map, and nothing else. Properties are raw words of the data;
colours and icons are the style's affair (`geo.style`). Pure.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from auxilio.geo.build.facilities import facility_kind

Properties = dict[str, str | int | float]


class LayerFeature(NamedTuple):
    """One appearance of an element on the map."""

    layer: str
    properties: Properties
    minzoom: int


ROAD_FROM_ZOOM: dict[str, int] = {
    "motorway": 5, "trunk": 5, "primary": 7, "secondary": 9, "tertiary": 10, "motorway_link": 10, "trunk_link": 10,
    "primary_link": 11, "secondary_link": 12, "tertiary_link": 12, "unclassified": 12, "residential": 12,
    "living_street": 12, "road": 12, "pedestrian": 13, "busway": 13, "service": 13, "track": 12, "path": 13,
    "footway": 14, "steps": 14, "cycleway": 14, "bridleway": 14, "construction": 13,
}  # fmt: skip
"""From which zoom each kind of road is drawn, and the kinds that are drawn at all."""
_COVER: dict[str, dict[str, str]] = {
    "natural": {
        "wood": "wood", "scrub": "scrub", "grassland": "grass", "heath": "scrub", "bare_rock": "rock",
        "scree": "rock", "shingle": "rock", "glacier": "ice", "sand": "sand", "beach": "sand",
        "wetland": "wetland", "fell": "grass",
    },
    "landuse": {
        "forest": "wood", "meadow": "grass", "grass": "grass", "orchard": "crop", "vineyard": "crop",
        "farmland": "crop", "village_green": "park", "recreation_ground": "park",
    },
    "leisure": {"park": "park", "garden": "park", "golf_course": "park", "pitch": "pitch", "stadium": "pitch",
                "track": "pitch", "sports_centre": "pitch"},
}  # fmt: skip
_USE: dict[str, dict[str, str]] = {
    "landuse": {
        "residential": "residential", "industrial": "industrial", "commercial": "commercial", "retail": "commercial",
        "cemetery": "cemetery", "military": "industrial", "quarry": "industrial", "railway": "industrial",
    },
    "amenity": {"hospital": "hospital", "school": "school", "university": "school", "college": "school",
                "kindergarten": "school", "parking": "parking", "fire_station": "services", "police": "services"},
    "aeroway": {"aerodrome": "airport", "helipad": "airport", "apron": "airport"},
    "place": {"square": "square"},
}  # fmt: skip
_WATERWAYS = {"river": 8, "canal": 11, "stream": 12, "drain": 13}
_PLACES = {
    "city": 5, "town": 7, "village": 9, "suburb": 11, "quarter": 12, "hamlet": 12, "neighbourhood": 13,
    "isolated_dwelling": 13, "locality": 13, "farm": 14, "island": 9,
}  # fmt: skip
_FACILITIES = {
    "hospital": 9, "fire_station": 10, "ambulance_station": 10, "police": 11, "civil_protection": 11,
    "mountain_rescue": 11, "helipad": 12, "alpine_hut": 12, "clinic": 13, "lifeguard": 13, "care_home": 14,
    "school": 14, "pharmacy": 14, "town_hall": 14, "railway_station": 12, "fuel": 14, "access_point": 13,
    "sos_phone": 14, "defibrillator": 14, "hydrant": 14, "water_supply": 14, "assembly_point": 14,
}  # fmt: skip
_POI_KEYS = ("amenity", "tourism", "shop", "leisure", "office", "historic")
_QUIET = {"parking", "bench", "waste_basket", "recycling", "parking_space", "vending_machine", "pitch", "information"}


def point_layers(tags: Mapping[str, str]) -> Iterator[LayerFeature]:
    """A node, or the middle of an outline."""
    kind = facility_kind(tags)
    name = tags.get("name", "")
    if kind:
        yield facility_layer(kind, tags)
    elif tags.get("place") in _PLACES and name:
        properties = _named({"class": tags["place"]}, tags)
        if tags.get("population", "").isdigit():
            properties["population"] = int(tags["population"])
        yield LayerFeature("place", properties, _PLACES[tags["place"]])
    elif tags.get("natural") in {"peak", "volcano", "saddle"}:
        yield LayerFeature("peak", _named({"class": tags["natural"]}, tags, "ele"), 10 if name else 13)
    elif tags.get("highway") == "milestone":
        km = tags.get("distance") or tags.get("pk") or ""
        yield LayerFeature("milestone", _only({"km": km, "ref": tags.get("ref", "")}), 12)
    elif name:
        yield from _poi(tags)
    if tags.get("addr:housenumber"):
        yield LayerFeature("address", {"number": tags["addr:housenumber"]}, 14)


def facility_layer(kind: str, tags: Mapping[str, str]) -> LayerFeature:
    """A facility of a known kind."""
    return LayerFeature("facility", _named({"class": kind}, tags, "ref"), _FACILITIES[kind])


def _poi(tags: Mapping[str, str]) -> Iterator[LayerFeature]:
    for key in _POI_KEYS:
        value = tags.get(key, "")
        if value and value not in _QUIET:
            yield LayerFeature("poi", _named({"kind": key, "class": value}, tags), 14)
            return


def line_layers(tags: Mapping[str, str]) -> Iterator[LayerFeature]:
    """A way that is not an area."""
    highway = tags.get("highway", "")
    if highway in ROAD_FROM_ZOOM and tags.get("area") != "yes":
        yield LayerFeature("road", _road(highway, tags), ROAD_FROM_ZOOM[highway])
    waterway = tags.get("waterway", "")
    if waterway in _WATERWAYS and tags.get("tunnel", "no") == "no":
        yield LayerFeature("waterway", _named({"class": waterway}, tags), _WATERWAYS[waterway])
    railway = tags.get("railway", "")
    if railway in {"rail", "light_rail", "subway", "tram", "funicular", "narrow_gauge"}:
        yield LayerFeature("rail", {"class": railway}, 9 if railway == "rail" else 12)
    if "aerialway" in tags:
        yield LayerFeature("rail", _named({"class": "aerialway"}, tags), 12)
    if tags.get("aeroway") in {"runway", "taxiway"}:
        yield LayerFeature("rail", {"class": tags["aeroway"]}, 11)


def _road(highway: str, tags: Mapping[str, str]) -> Properties:
    properties: Properties = {"class": highway}
    for flag in ("tunnel", "bridge"):
        if tags.get(flag, "no") != "no":
            properties[flag] = 1
    if tags.get("oneway") in {"yes", "1", "true"}:
        properties["oneway"] = 1
    elif tags.get("oneway") == "-1":
        properties["oneway"] = -1
    return properties | _only({key: tags.get(key, "") for key in ("maxheight", "maxweight")})


def area_layers(tags: Mapping[str, str], square_m: float) -> Iterator[LayerFeature]:
    """An outline of this size."""
    if tags.get("natural") == "water" or tags.get("landuse") in {"reservoir", "basin"} or tags.get("waterway") == "riverbank":
        zoom = 5 if square_m > 1e6 else 9 if square_m > 5e4 else 12
        yield LayerFeature("water", _named({"class": tags.get("water", "water")}, tags), zoom)
    if cover := _first(_COVER, tags):
        yield LayerFeature("landcover", {"class": cover}, 6 if square_m > 5e6 else 9 if square_m > 2e5 else 11 if square_m > 2e4 else 13)
    if use := _first(_USE, tags):
        yield LayerFeature("landuse", {"class": use}, 8 if square_m > 5e5 else 10 if square_m > 5e4 else 13)
    if tags.get("building", "no") != "no":
        yield LayerFeature("building", {}, 13)


def boundary_layer(tags: Mapping[str, str]) -> LayerFeature | None:
    """The outline of an authority's area, drawn as a line."""
    level = tags.get("admin_level", "")
    if tags.get("boundary") != "administrative" or not level.isdigit() or not 2 <= int(level) <= 8:
        return None
    return boundary_of_level(int(level))


def boundary_of_level(level: int) -> LayerFeature:
    """The outline of a government, the higher the sooner."""
    return LayerFeature("boundary", {"level": level}, 4 if level <= 4 else 7 if level <= 6 else 9)


def _first(table: dict[str, dict[str, str]], tags: Mapping[str, str]) -> str:
    for key, values in table.items():
        if found := values.get(tags.get(key, "")):
            return found
    return ""


def _named(properties: Properties, tags: Mapping[str, str], *more: str) -> Properties:
    languages = [f"name:{code}" for code in ("es", "ca", "en", "fr")]
    name = tags.get("name", "")
    kept = {key: tags[key] for key in languages if tags.get(key, name) != name}
    return properties | _only({"name": name, **kept, **{key: tags.get(key, "") for key in more}})


def _only(values: dict[str, str]) -> Properties:
    return {key: value for key, value in values.items() if value}
