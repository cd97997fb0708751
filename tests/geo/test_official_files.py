"""Aim: a file that cannot be used is refused as a whole, with its reason, and leaves the region as it was."""

import json
from pathlib import Path

import pytest
import shapely

from auxilio.geo.build.official.check import CheckedFile, check_files
from auxilio.geo.build.official.georeferencing import RegionBounds
from auxilio.geo.build.official.source_list import SourceList, read_source_list
from auxilio.geo.region_versions import read_info
from auxilio.kernel.refusal import Refused
from tests.geo import official_files as office
from tests.geo.official_files import MAYOR_12, run

GROUND = RegionBounds((1.84, 41.88, 1.96, 41.96))


def judged(folder: Path, ground: RegionBounds = GROUND, **source: object) -> CheckedFile:
    """One file by itself."""
    path = office.listing(folder / "one.yaml", office.source("one", **source))
    listing, faults = read_source_list(path)
    assert isinstance(listing, SourceList), faults
    (found,) = check_files(listing, ground)
    return found


def refusal_of(found: CheckedFile) -> str:
    assert found.refused is not None
    assert not found.things
    return found.refused.code


class TestFiles:
    """A file as a whole, right or refused with its reason."""

    def rows(self, folder: Path) -> Path:
        return office.streets(folder / "a.csv", [office.house("CL", "", "MAYOR", "12", *MAYOR_12)])

    def test_utm_without_its_zone_is_refused_and_the_likely_one_is_named(self, tmp_path: Path) -> None:
        self.rows(tmp_path)
        found = judged(tmp_path, kind="addresses", file="a.csv")
        assert refusal_of(found) == "crs_missing"
        assert found.refused is not None
        assert found.refused.facts["likely"] == "EPSG:25831"

    def test_the_wrong_zone_is_refused_with_the_place_it_would_be(self, tmp_path: Path) -> None:
        self.rows(tmp_path)
        found = judged(tmp_path, kind="addresses", file="a.csv", crs="EPSG:25830")
        assert refusal_of(found) == "nothing_here"
        assert found.refused is not None
        assert found.refused.facts["likely"] == "EPSG:25831"

    def test_metres_in_a_geojson_are_refused_and_read_once_the_list_says_what_they_are(
        self, tmp_path: Path
    ) -> None:
        ring = [
            list(office.TO_UTM.transform(*at))
            for at in ((1.85, 41.89), (1.95, 41.89), (1.9, 41.93), (1.85, 41.89))
        ]
        feature = {
            "type": "Feature",
            "properties": {"nombre": "Riudalba"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        (tmp_path / "b.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        assert refusal_of(judged(tmp_path, kind="boundaries", file="b.geojson")) == "nothing_here"
        found = judged(tmp_path, kind="boundaries", file="b.geojson", crs="EPSG:25831")
        assert len(found.things) == 1
        assert found.info.crs == "EPSG:25831"

    def test_latitude_and_longitude_that_changed_places_are_put_right_and_told(self, tmp_path: Path) -> None:
        (tmp_path / "f.csv").write_text("NOMBRE;LATITUD;LONGITUD\nParque;1.9;41.92\n")
        found = judged(tmp_path, kind="facilities", file="f.csv", facility="fire_station")
        assert [one.code for one in found.findings] == ["axes_swapped"]
        assert found.things[0].at == pytest.approx((1.9, 41.92))

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b"\n\n", "empty"),
            (b"CALLE;NUMERO;LAT;LON\n", "empty"),
            (b"CALLE;NUMERO;LAT;LON\nMayor;1;\x00;2\n", "not_csv"),
            (b'CALLE;NUMERO;LAT;LON\n"Mayor;1;41.9;1.9\n', "not_csv"),
            (b"CALLE;LAT;LON\nMayor;41.9;1.9\n", "columns_missing"),
            (b"CALLE;NUMERO;LAT\nMayor;1;41.9\n", "columns_missing"),
            (b"CALLE;NUMERO;LAT;LON\nMayor;1;40.4;-3.7\n", "nothing_here"),
            (b"CALLE;NUMERO;LAT;LON\nMayor;x;41.92;1.9\n", "mostly_refused"),
            (b"CALLE;NUMERO;LAT;LON\nMay\x81r;1;41.92;1.9\n", "not_text"),
        ],
    )
    def test_a_table_that_cannot_be_used_says_why(self, tmp_path: Path, content: bytes, code: str) -> None:
        (tmp_path / "a.csv").write_bytes(content)
        assert refusal_of(judged(tmp_path, kind="addresses", file="a.csv")) == code

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("b.geojson", b"[1,2]", "not_a_layer"),
            ("b.geojson", b'{"type":"FeatureCollection","features":[{', "not_a_layer"),
            ("b.geojson", b'{"type":"FeatureCollection","features":[]}', "empty"),
            ("b.geojson", b'{"type":"Topology"}', "not_a_layer"),
            ("b.gpkg", b"SQLite format 3\x00" + bytes(2000), "not_a_layer"),
            ("b.gpkg", b"hello", "not_a_layer"),
            ("b.shp", b"\x00\x00\x27\x0a" + bytes(96), "part_missing"),
            ("b.tab", b"x", "not_csv"),
            ("none.gpkg", None, "file_missing"),
            ("none.csv", None, "file_missing"),
        ],
    )
    def test_a_layer_that_cannot_be_used_says_why(
        self, tmp_path: Path, name: str, content: bytes | None, code: str
    ) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        found = refusal_of(judged(tmp_path, kind="boundaries", file=name))
        assert found in {code, "empty" if code == "not_csv" else code}

    def test_an_unknown_projection_and_an_unknown_column_are_named(self, tmp_path: Path) -> None:
        self.rows(tmp_path)
        assert (
            refusal_of(judged(tmp_path, kind="addresses", file="a.csv", crs="EPSG:999999")) == "crs_unknown"
        )
        found = judged(
            tmp_path, kind="addresses", file="a.csv", crs="EPSG:25831", columns={"street": "CALLEJA"}
        )
        assert refusal_of(found) == "no_such_column"

    def test_of_several_layers_the_list_must_choose(self, tmp_path: Path) -> None:
        import numpy as np
        import pyogrio

        for name in ("uno", "dos"):
            pyogrio.raw.write(
                tmp_path / "b.gpkg", np.asarray([shapely.to_wkb(shapely.box(1.85, 41.9, 1.9, 41.92))], dtype=object),
                [np.asarray([name], dtype=object)], ["NOMBRE"], driver="GPKG", layer=name, crs="EPSG:4326",
                geometry_type="Polygon", append=name == "dos",
            )  # fmt: skip
        assert refusal_of(judged(tmp_path, kind="boundaries", file="b.gpkg")) == "layers"
        assert judged(tmp_path, kind="boundaries", file="b.gpkg", layer="dos").things[0].name == "dos"
        assert refusal_of(judged(tmp_path, kind="boundaries", file="b.gpkg", layer="tres")) in {
            "no_such_layer",
            "not_a_layer",
        }


@pytest.mark.region
def test_one_file_that_cannot_be_used_leaves_the_region_as_it_was(
    town: Path, town_file: Path, tmp_path: Path
) -> None:
    import shutil

    region = Path(shutil.copytree(town, tmp_path / "region", symlinks=True))
    before = read_info(region)
    (tmp_path / "b.gpkg").write_bytes(b"SQLite format 3\x00" + bytes(4000))
    (tmp_path / "f.csv").write_text("NOMBRE;LAT;LON\nParque;41.92;1.9\n")
    path = office.listing(
        tmp_path / "fuentes.yaml",
        office.source("parques", "facilities", "f.csv", facility="fire_station"),
        office.source("recintos", "boundaries", "b.gpkg"),
    )
    built = run("region", "build", town_file, "--out", region, "--sources", path, "--lang", "es")
    assert isinstance(built.exception, Refused)
    assert (built.exception.code, built.exception.facts["file"]) == ("region_source_refused", "b.gpkg")
    assert "b.gpkg:0: rechazado" in built.stderr
    assert read_info(region) == before
    assert not list(region.glob(".building-*"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "rivers"}, "schema_choice"),
        ({"data_at": "2026-02-31"}, "not_a_day"),
        ({"facility": "castle"}, "unknown_facility"),
        ({"id": "way"}, "schema_form"),
        ({"colour": "red"}, "schema_unknown"),
    ],
)
def test_a_list_that_is_wrong_is_told_by_its_line(
    tmp_path: Path, change: dict[str, object], code: str
) -> None:
    path = office.listing(tmp_path / "l.yaml", office.source("one", "facilities", "f.csv") | change)
    listing, faults = read_source_list(path)
    assert listing is None
    assert code in {fault.code for fault in faults}
    looked = run("region", "check", path, "--lang", "fr")
    assert looked.exit_code == 1
    assert "l.yaml:" in looked.stderr
