"""Aim: what other programs write is read whole or not at all, and what is wrong is told with its line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.refusal import Refused
from auxilio.planned_events.core.file_import import read_area, read_places
from auxilio.planned_events.core.model import PlaceKind

SQUARE = [[1.89, 41.9], [1.92, 41.9], [1.92, 41.93], [1.89, 41.93], [1.89, 41.9]]
TABLE = """nombre;tipo;latitud;longitud;otros
Puerta 4;puerta;41,911;1,901;Gate 4|la puerta del río
Encuentro norte;Punto de encuentro;41.92;1.9;

Botiquín;;41.915;1.905;
"""


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def refused(call: Any, text: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        call(text)
    return refusal.value


@pytest.mark.parametrize(
    "shape",
    [
        polygon(SQUARE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Feature", "properties": None, "geometry": polygon(SQUARE)},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon(SQUARE)}]},
    ],
)
def test_one_polygon_however_it_is_wrapped(shape: dict[str, Any]) -> None:
    ring = read_area("\ufeff" + json.dumps(shape))
    assert [(p.lon, p.lat) for p in ring] == [tuple(corner) for corner in SQUARE[:-1]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "geojson_unreadable"),
        ("[1, 2]", "geojson_unreadable"),
        ('{"type": "Polygon"', "geojson_unreadable"),
        ('{"type": "Nothing"}', "geojson_unreadable"),
        ('{"type": "FeatureCollection", "features": 3}', "geojson_unreadable"),
        ('{"type": "FeatureCollection", "features": [' * 1_200 + "]}" * 1_200, "geojson_unreadable"),
        (json.dumps(polygon([["a", "b"], [1, 2], [3, 4]])), "geojson_unreadable"),
        (json.dumps(polygon([[200, 41], [1, 2], [3, 4]])), "geojson_unreadable"),
        ('{"type": "FeatureCollection", "features": []}', "not_one_area"),
        (json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}), "not_one_area"),
        (json.dumps(polygon(SQUARE, SQUARE)), "area_with_holes"),
        (json.dumps(polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]])), "area_crosses_itself"),
    ],
)
def test_what_is_not_one_area_is_refused(text: str, code: str) -> None:
    assert refused(read_area, text).code == code


def test_a_table_of_a_spreadsheet_in_any_of_our_languages() -> None:
    gate, meeting, aid = read_places(TABLE)
    assert (gate.name, gate.kind, gate.said) == ("Puerta 4", PlaceKind.GATE, ("Gate 4", "la puerta del río"))
    assert (gate.point.lat, gate.point.lon) == (41.911, 1.901)
    assert (meeting.kind, aid.kind) == (PlaceKind.MEETING_POINT, PlaceKind.OTHER)
    commas = read_places('\ufeffname,lat,lon\n"Gate 1, north",41.9,1.9\n')
    assert commas[0].name == "Gate 1, north"


def test_points_of_geojson_are_places_and_its_other_shapes_are_not() -> None:
    def point(lon: Any, lat: Any, **properties: Any) -> dict[str, Any]:
        return {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }

    features = [
        point(1.9, 41.9, Name="Porta 2", kind="porta"),
        {"type": "Feature", "geometry": polygon(SQUARE)},
    ]
    (place,) = read_places(json.dumps({"type": "FeatureCollection", "features": features}))
    assert (place.name, place.kind) == ("Porta 2", PlaceKind.GATE)


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("nada", "places_columns_missing", {"columns": "name, lat, lon"}),
        ("name;lat;lon\n", "no_places", {}),
        ("name;lat;lon\nPuerta;norte;1.9\n", "place_wrong", {"line": 2, "field": "lat"}),
        ("name;lat;lon\nA;41;1\nPuerta;99;1.9\n", "place_wrong", {"line": 3}),
        ("name;lat;lon\n;41;1.9\n", "place_wrong", {"line": 2, "field": "name"}),
        ("name;kind;lat;lon\nA;castillo;41;1.9\n", "place_wrong", {"line": 2, "field": "kind"}),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, code: str, facts: dict[str, object]) -> None:
    refusal = refused(read_places, text)
    assert refusal.code == code
    assert facts.items() <= refusal.facts.items()


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    for read in (read_area, read_places):
        try:
            read(text)
        except Refused:
            continue


@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3))
)
def test_whatever_stands_for_coordinates_is_read_or_refused(coordinates: Any) -> None:
    for kind in ("Polygon", "MultiPolygon", "Point"):
        for read in (read_area, read_places):
            try:
                read(json.dumps({"type": kind, "coordinates": coordinates}))
            except Refused:
                continue
