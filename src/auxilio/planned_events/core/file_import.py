"""Areas and named places from files that other programs write: GeoJSON (RFC 7946), and tables as CSV. Pure.

A file is taken whole or not at all: what is wrong is told with the line or the feature where it is.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from auxilio.kernel.nesting import check_nesting
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.planned_events.core.area import normalized_ring
from auxilio.planned_events.core.model import PLACES_MAX, NamedPlace, PlaceKind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "nombre", "nom"),
    "kind": ("kind", "type", "tipo", "tipus"),
    "lat": ("lat", "latitude", "latitud"),
    "lon": ("lon", "lng", "long", "longitude", "longitud"),
    "said": ("said", "also", "aliases", "otros", "altres", "autres"),
}
"""What a column may be called in the four languages."""
KINDS: Mapping[str, PlaceKind] = {
    **{kind.value: kind for kind in PlaceKind},
    **dict.fromkeys(("puerta", "porta", "porte", "entrada", "entrance"), PlaceKind.GATE),
    **dict.fromkeys(
        ("punto de encuentro", "punt de trobada", "meeting point", "point de rencontre", "assembly_point"),
        PlaceKind.MEETING_POINT,
    ),
    **dict.fromkeys(
        ("puesto sanitario", "lloc sanitari", "first aid", "poste de secours", "botiquín"),
        PlaceKind.FIRST_AID,
    ),
    **dict.fromkeys(("acceso", "accés", "accès", "access_point"), PlaceKind.ACCESS),
    **dict.fromkeys(
        ("puesto de mando", "lloc de comandament", "command post", "poste de commandement"),
        PlaceKind.COMMAND_POST,
    ),
}


def read_area(text: str) -> tuple[Point, ...]:
    """The one polygon of a GeoJSON text: bare, as a feature, or alone in a collection.

    Raises `Refused`: `geojson_unreadable`, `not_one_area` with how many there are, `area_with_holes`, and what `normalized_ring`
    refuses.
    """
    polygons = [rings for shape, _ in _features(_parsed(text)) for rings in _polygons(shape)]
    if len(polygons) != 1:
        raise Refused("not_one_area", found=len(polygons))
    rings = polygons[0]
    if not isinstance(rings, list) or not rings or not isinstance(rings[0], list):
        raise Refused("geojson_unreadable", reason="coordinates")
    if len(rings) > 1:
        raise Refused("area_with_holes")
    return normalized_ring(tuple(_point(each, nth) for nth, each in enumerate(rings[0], start=1)))


def _polygons(shape: dict[str, Any]) -> list[Any]:
    """The rings of each polygon in it."""
    coordinates = shape.get("coordinates")
    match shape.get("type"):
        case "Polygon":
            return [coordinates]
        case "MultiPolygon" if isinstance(coordinates, list):
            return coordinates
        case _:
            return []


def read_places(text: str) -> tuple[NamedPlace, ...]:
    """Named places from GeoJSON points or a CSV table, whichever it is.

    Raises `Refused`: `geojson_unreadable`, `places_columns_missing`, `place_wrong` with its line and what is wrong,
    `too_many_places`, `no_places`.
    """
    places = tuple(_from_geojson(text) if text.lstrip().startswith("{") else _from_table(text))
    if not places:
        raise Refused("no_places")
    if len(places) > PLACES_MAX:
        raise Refused("too_many_places", most=PLACES_MAX, found=len(places))
    return places


def _from_geojson(text: str) -> Iterator[NamedPlace]:
    for nth, (shape, properties) in enumerate(_features(_parsed(text)), start=1):
        if shape.get("type") != "Point":
            continue
        point = _point(shape.get("coordinates"), nth)
        told = {name: _first(properties, names) for name, names in COLUMNS.items()}
        yield _place(told | {"lat": point.lat, "lon": point.lon}, nth)


def _from_table(text: str) -> Iterator[NamedPlace]:
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    rows = csv.DictReader(text.lstrip("\ufeff").splitlines(), delimiter=delimiter)
    named = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    column = {
        wanted: next((named[name] for name in names if name in named), None)
        for wanted, names in COLUMNS.items()
    }
    if missing := [wanted for wanted in ("name", "lat", "lon") if column[wanted] is None]:
        raise Refused("places_columns_missing", columns=", ".join(missing))
    for row in rows:
        if not any((value or "").strip() for value in row.values() if isinstance(value, str)):
            continue
        told = {wanted: (row.get(name) or "") if name else "" for wanted, name in column.items()}
        yield _place(told, rows.line_num)


def _place(told: Mapping[str, Any], line: int) -> NamedPlace:
    kind = str(told["kind"] or "other").strip().casefold()
    if kind not in KINDS:
        raise Refused("place_wrong", line=line, field="kind", value=kind)
    values = {
        "name": str(told["name"] or "").strip(),
        "kind": KINDS[kind].value,
        "point": {"lat": _degrees(told["lat"], line, "lat"), "lon": _degrees(told["lon"], line, "lon")},
        "said": [one.strip() for one in str(told["said"] or "").split("|") if one.strip()],
    }
    try:
        return msgspec.convert(values, NamedPlace)
    except (msgspec.ValidationError, ValueError) as wrong:
        field = str(wrong).rpartition("$.")[2].rstrip("`") or "name"
        raise Refused("place_wrong", line=line, field=field, value=values["name"]) from wrong


def _degrees(value: Any, line: int, field: str) -> float:
    try:
        return float(str(value).strip().replace(",", "."))
    except ValueError as wrong:
        raise Refused("place_wrong", line=line, field=field, value=str(value)) from wrong


def _parsed(text: str) -> dict[str, Any]:
    try:
        raw = text.lstrip("\ufeff").encode()
        check_nesting(raw)
        read = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeEncodeError, Refused) as wrong:
        raise Refused("geojson_unreadable", reason="json") from wrong
    if not isinstance(read, dict):
        raise Refused("geojson_unreadable", reason="type")
    return read


def _features(read: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every shape with its properties."""
    match read.get("type"):
        case "FeatureCollection":
            features = read.get("features")
            if not isinstance(features, list):
                raise Refused("geojson_unreadable", reason="features")
            for feature in features:
                if isinstance(feature, dict):
                    yield from _features(feature)
        case "Feature":
            shape, properties = read.get("geometry"), read.get("properties")
            if isinstance(shape, dict):
                yield shape, properties if isinstance(properties, dict) else {}
        case "Polygon" | "MultiPolygon" | "Point":
            yield read, {}
        case _:
            raise Refused("geojson_unreadable", reason="type")


def _point(pair: Any, nth: int) -> Point:
    """Longitude first, as GeoJSON has it."""
    try:
        lon, lat = float(pair[0]), float(pair[1])
        return msgspec.convert({"lat": lat, "lon": lon}, Point)
    except (msgspec.ValidationError, TypeError, ValueError, LookupError, OverflowError) as wrong:
        raise Refused("geojson_unreadable", reason="coordinates", nth=nth) from wrong


def _first(properties: dict[str, Any], names: tuple[str, ...]) -> Any:
    folded = {str(key).casefold(): value for key, value in properties.items()}
    return next((folded[name] for name in names if name in folded), "")
