"""Aim: whatever is in an official file, it is judged: never a crash, never a row without its place or its reason."""

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auxilio.app.cli.official import finding_line
from auxilio.geo.build.extract import HouseNumber, KilometrePost, Outline
from auxilio.geo.build.official.check import CheckedFile, check_file
from auxilio.geo.build.official.georeferencing import RegionBounds
from auxilio.geo.build.official.source_list import OfficialSource, SourceKind
from auxilio.platform.i18n import LANGUAGES
from tests.geo import official_files as office

GROUND = RegionBounds((1.84, 41.88, 1.96, 41.96), {"A99": shapely.LineString([(1.85, 41.9), (1.95, 41.95)])})
quickly = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HEADERS = {
    SourceKind.ADDRESSES: "VIA_CLASE;NOMBRE_VIA;NUMERO;LATITUD;LONGITUD",
    SourceKind.KILOMETRES: "CARRETERA;PK;LATITUD;LONGITUD",
    SourceKind.FACILITIES: "TIPO;NOMBRE;LATITUD;LONGITUD",
    SourceKind.STATIONS: "NOMBRE;INDICATIVOS;LATITUD;LONGITUD",
}
cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "A-99",
            "Mayor",
            "12",
            "0",
            "S/N",
            "34+200",
            "hospital",
            "41.92",
            "1,9",
            "1e400",
            "-91",
            "A-01;A-01",
            '"',
        ]
    ),
    st.floats().map(str),
)


def looked_at(path: Path, kind: SourceKind, **more: Any) -> CheckedFile:
    source = OfficialSource(
        id="one",
        kind=kind,
        file=path.name,
        name="x",
        data_at="2026-01-01",
        licence="x",
        attribution="x",
        **more,
    )
    found = check_file(source, path, GROUND)
    sound(found)
    return found


def sound(found: CheckedFile) -> None:
    """What holds of every file."""
    info = found.info
    assert bool(found.refused) != bool(found.things), "a file is used, or refused with its reason"
    for finding in (*found.findings, *([found.refused] if found.refused else [])):
        for lang in LANGUAGES:
            line = finding_line(finding, lang)
            assert "geo.official." not in line
            assert "{" not in line.replace(finding.name, "").partition(": ")[0]
    if found.refused is None:
        told = info.refused + info.left_out
        assert info.rows >= info.used
        assert told + info.outside + len(found.things) >= info.rows or info.kind == "boundaries"
    for thing in found.things:
        if isinstance(thing, Outline):
            assert thing.shape.is_valid
            assert thing.shape.area > 0
        else:
            assert math.isfinite(thing.at[0] + thing.at[1])
            assert GROUND.holds(shapely.Point(thing.at))
        if isinstance(thing, KilometrePost):
            assert 0 <= thing.km <= 2000
        if isinstance(thing, HouseNumber):
            assert thing.number[0].isdigit()
            assert thing.street.strip()
    msgspec.json.decode(msgspec.json.encode(found.findings))


@quickly
@given(
    kind=st.sampled_from(list(HEADERS)), rows=st.lists(st.lists(cells, min_size=2, max_size=6), max_size=12)
)
def test_a_table_of_anything(tmp_path: Path, kind: SourceKind, rows: list[list[str]]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\n".join([HEADERS[kind], *(";".join(row) for row in rows)]), errors="replace")
    looked_at(path, kind, facility="ambulance_station" if kind is SourceKind.STATIONS else "")


@quickly
@given(at=st.integers(0, 700), cut=st.integers(0, 700), junk=st.binary(max_size=20))
def test_a_good_table_that_somebody_damaged(tmp_path: Path, at: int, cut: int, junk: bytes) -> None:
    rows = [office.house("CL", "", "MAYOR", str(n), 1.9 + n / 10000, 41.92) for n in range(1, 20)]
    path = office.streets(tmp_path / "t.csv", rows)
    raw = path.read_bytes()
    path.write_bytes(raw[:at] + junk + raw[at + cut :])
    looked_at(path, SourceKind.ADDRESSES, crs="EPSG:25831")


corner = st.tuples(st.floats(1.8, 2.0), st.floats(41.85, 42.0)) | st.tuples(
    st.floats(width=32), st.floats(width=32)
)
ring = st.lists(corner, max_size=9)


@quickly
@example(rings=[[[(0.0, 1e30), (0.0, 0.0), (1.0, 0.0)]]], closed=True)
@given(rings=st.lists(st.lists(ring, max_size=3), max_size=4), closed=st.booleans())
def test_outlines_of_any_corners(
    tmp_path: Path, rings: list[list[list[tuple[float, float]]]], closed: bool
) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"NOMBRE": f"T{nth}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[*one, one[0]] if closed and one else one for one in polygon],
            },
        }
        for nth, polygon in enumerate(rings)
    ]
    path = tmp_path / "r.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    looked_at(path, SourceKind.BOUNDARIES)


@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile", "GeoJSON"])
@quickly
@given(
    at=st.integers(0, 5000),
    junk=st.binary(min_size=1, max_size=40),
    cut=st.booleans(),
    which=st.integers(0, 3),
)
def test_a_good_layer_that_somebody_damaged(
    tmp_path: Path, driver: str, at: int, junk: bytes, cut: bool, which: int
) -> None:
    name = {"GPKG": "d.gpkg", "ESRI Shapefile": "d.shp", "GeoJSON": "d.geojson"}[driver]
    for old in tmp_path.glob("d.*"):
        old.unlink()
    path = office.layer(
        tmp_path / name,
        [shapely.box(1.85, 41.89, 1.9, 41.92), shapely.box(1.9, 41.89, 1.95, 41.92)],
        {"NOMBRE": ["Riudalba", "Fontnova"], "CODIGO": ["08901", "08902"]},
        driver,
        "EPSG:4326",
    )
    parts = sorted(tmp_path.glob("d.*"))
    spoiled = parts[which % len(parts)]
    raw = spoiled.read_bytes()
    at %= max(1, len(raw))
    spoiled.write_bytes(raw[:at] if cut else raw[:at] + junk + raw[at + len(junk) :])
    looked_at(path, SourceKind.BOUNDARIES)
