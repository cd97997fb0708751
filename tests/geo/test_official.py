"""Aim: official data count before the map's own, each answer says whose it is, and what is wrong is told with its place."""

import json
from pathlib import Path

import msgspec
import pytest
import shapely
from click.testing import CliRunner

from auxilio.app.cli import commands
from auxilio.geo.build.build import build_region
from auxilio.geo.build.official.addresses import house_number, street_name
from auxilio.geo.build.official.areas import mended, official_code
from auxilio.geo.build.official.check import Judged, judge, refusals
from auxilio.geo.build.official.findings import Report
from auxilio.geo.build.official.kilometres import kilometre
from auxilio.geo.build.official.listing import Listing, read_listing
from auxilio.geo.build.official.placing import Ground, degrees, figure
from auxilio.geo.folder import FINDINGS, read_info
from auxilio.geo.model import Found, Kind, Quality
from auxilio.geo.service import RegionService
from auxilio.geo.tiles.store import TileStore
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.refusal import Refused
from tests.geo import office
from tests.geo.conftest import BUILT_AT, PLAZA
from tests.geo.test_real_places import tile_at

MAYOR_12 = (1.9012, 41.9203)
NEW_STREET = (1.9043, 41.9231)
GROUND = Ground((1.84, 41.88, 1.96, 41.96))
MUNICIPALITY = {"NATLEVNAME": "Municipio"}


@pytest.fixture(scope="module")
def desk_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a street list, outlines, kilometre points, hospitals and stations; some rows are wrong."""
    folder = tmp_path_factory.mktemp("office")
    office.streets(
        folder / "callejero.csv",
        [
            office.house("CALLE", "", "MAYOR", "0012", *MAYOR_12),
            office.house("CALLE", "", "MAYOR", "12", MAYOR_12[0] + 0.0002, MAYOR_12[1]),
            office.house("CALLE", "", "MAYOR", "S/N", *MAYOR_12),
            office.house("AV", "DE LA", "CONSTITUCIÓN NUEVA", "7", *NEW_STREET, suffix="BIS"),
            office.house("CL", "", "MAYOR", "doce", *MAYOR_12),
            "001;CL;;MAYOR;14;;8999;;",
            "001;CL;;MAYOR;16;;8999",
            office.house("CL", "DE", "ALCALÁ", "1", -3.7, 40.4),
            *(office.house("CL", "", "ESPARTEROS", str(n), 1.905 + n / 10000, 41.915) for n in range(1, 31)),
        ],
    )
    town = shapely.box(1.85, 41.89, 1.95, 41.935)
    north = shapely.Polygon([(1.85, 41.935), (1.95, 41.935), (1.9001, 41.98), (1.95, 41.98), (1.8999, 41.98)])
    bow = shapely.Polygon([(1.85, 41.935), (1.95, 41.98), (1.95, 41.935), (1.85, 41.98)])
    assert not bow.is_valid
    assert not north.is_valid
    office.layer(
        folder / "recintos.gpkg",
        [town, bow, shapely.box(-4, 40, -3, 41), shapely.box(1.8, 41.8, 2.0, 42.0)],
        {
            "NAMEUNIT": ["Riudalba de Baix", "Fontnova", "Madrid", "La comarca"],
            "NATCODE": ["34090808901", "34090808902", "34132828079", "34090800000"],
            "NATLEVNAME": ["Municipio", "Municipio", "Municipio", "Comarca"],
        },
        "GPKG",
    )
    office.layer(
        folder / "salud.shp",
        [shapely.box(1.85, 41.89, 1.95, 41.95)],
        {"NOMBRE": ["Área de salud del Alba"], "CODIGO": ["AS-3"]},
        "ESRI Shapefile",
    )
    return folder


def write_rest(folder: Path, region: Path) -> Path:
    """Kilometre points beside the town's own A-99, hospitals and stations; the list of all."""
    from auxilio.geo.gazetteer.store import GazetteerStore

    store = GazetteerStore(read_info(region)[0] / "gazetteer.sqlite")
    posts = store.posts("A99")
    rows = [f"A-99;{post.km:g};{post.lon};{post.lat}" for post in posts]
    rows += [
        f"A-99;38,5;{posts[0].lon};{posts[0].lat}",
        f"A-99;39;{posts[0].lon};41.8900",
        f"Z-1;3;{posts[0].lon};{posts[0].lat}",
    ]
    (folder / "pk.csv").write_text("\n".join(["CARRETERA;PK;LONGITUD;LATITUD", *rows]))
    (folder / "centros.csv").write_text(
        "TIPO,NOMBRE,TELEFONO,LAT,LON,CODIGO\n"
        'HOSPITAL GENERAL,Hospital Comarcal del Alba,+34999000111,"41,9236","1,9105",CNH-1\n'
        "TALLER,Taller de coches,,41.9236,1.9105,\n"
        "PARQUE,Parque de bomberos viejo,,41.9300,1.9210,\n"
        * 1
        + "".join(f"PARQUE,Parque {n},,41.91{n},1.91{n},\n" for n in range(5))
    )
    (folder / "bases.csv").write_text(
        "NOMBRE;INDICATIVOS;LATITUD;LONGITUD\n"
        "Base SAMU 1;A-01, A-02, ¿?;41°55'12.0'' N;1°54'36.0'' E\n"
        "Base SAMU 2;A-02 M-02;41.9301;1.9002\n"
    )
    return office.listing(
        folder / "fuentes.yaml",
        office.source("callejero", "addresses", "callejero.csv", crs="EPSG:25831"),
        office.source("recintos", "boundaries", "recintos.gpkg", only=MUNICIPALITY),
        office.source("salud", "boundaries", "salud.shp", service="HEALTH"),
        office.source("pk", "kilometres", "pk.csv"),
        office.source(
            "centros", "facilities", "centros.csv",
            values={"HOSPITAL GENERAL": "hospital", "PARQUE": "fire_station"},
        ),
        office.source("bases", "stations", "bases.csv", facility="ambulance_station"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def official(desk_of: Path, town: Path, town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town built with its office's data."""
    listing, faults = read_listing(write_rest(desk_of, town))
    assert listing is not None, faults
    region = tmp_path_factory.mktemp("official")
    build_region(town_file, region, BUILT_AT, official=listing)
    return region


@pytest.fixture(scope="module")
def house(official: Path) -> RegionService:
    return RegionService.open(official)


def best(found: list[Found]) -> Found:
    assert found
    return found[0]


def findings(region: Path) -> set[tuple[str, int, str]]:
    said = json.loads((read_info(region)[0] / FINDINGS).read_text())
    return {(one["file"], one["line"], one["code"]) for one in said}


@pytest.mark.region
class TestAnswers:
    async def test_an_official_number_wins_and_says_whose_it_is(self, house: RegionService) -> None:
        found = best(await house.search("calle mayor 12"))
        assert distance_m(found.point, Point(lat=MAYOR_12[1], lon=MAYOR_12[0])) < 0.5
        assert (found.quality, found.source) == (Quality.EXACT, "callejero/2")
        assert (found.origin.name, found.origin.data_at) == ("addresses de Riudalba", "2026-03-01")
        assert found.postcode == "08999"
        others = best(await house.search("carrer de la unio 5"))
        assert (others.origin.name, others.origin.data_at[:10]) == ("Riudalba", "2026-01-01")

    async def test_a_street_that_only_the_list_knows_is_found_with_its_accents(
        self, house: RegionService
    ) -> None:
        found = best(await house.search("avda constitucion nueva 7 bis"))
        assert found.label.startswith("Avenida de la Constitución Nueva, 7")
        assert found.origin.name == "addresses de Riudalba"

    async def test_between_two_official_numbers_the_answer_is_theirs(self, house: RegionService) -> None:
        found = best(await house.search("calle esparteros 8"))
        assert (found.quality, found.origin.name) == (Quality.EXACT, "addresses de Riudalba")

    async def test_an_official_outline_replaces_the_maps_and_names_the_town(
        self, house: RegionService
    ) -> None:
        around = await house.reverse(PLAZA, 20)
        assert around.municipality == "Riudalba de Baix"
        (town,) = [one for one in around.jurisdictions if one.level == 8]
        assert (town.code, town.whole, town.origin.name) == ("08901", True, "boundaries de Riudalba")
        (service,) = [one for one in around.jurisdictions if one.level == 0]
        assert (service.kind, service.name, service.code) == ("HEALTH", "Área de salud del Alba", "AS-3")
        assert not any(one.name in {"Riudalba", "Madrid", "La comarca"} for one in around.jurisdictions)

    async def test_a_kilometre_stands_by_the_official_points(self, house: RegionService, town: Path) -> None:
        found = best(await house.search("A-99 km 40"))
        assert (found.kind, found.quality, found.origin.name) == (
            Kind.KILOMETRE,
            Quality.KILOMETRE,
            "kilometres de Riudalba",
        )
        own = RegionService.open(town)
        assert distance_m(found.point, best(await own.search("A-99 km 40")).point) < 5
        own.close()

    async def test_a_hospital_is_known_once_with_the_offices_telephone(self, house: RegionService) -> None:
        near = [each for each in await house.facilities(("hospital",), PLAZA) if "Alba" in each.name]
        assert [each.name for each in near] == ["Hospital Comarcal del Alba"]
        assert (near[0].phone, near[0].ref, near[0].origin.name) == (
            "+34999000111",
            "CNH-1",
            "facilities de Riudalba",
        )

    async def test_a_station_knows_which_units_live_there(self, house: RegionService) -> None:
        at_home = {
            each.name: each.units for each in await house.facilities(("ambulance_station",)) if each.units
        }
        assert at_home == {"Base SAMU 1": ("A-01", "A-02"), "Base SAMU 2": ("M-02",)}

    def test_the_map_draws_what_is_found(self, official: Path, town: Path) -> None:
        at = tile_at(Point(lat=NEW_STREET[1], lon=NEW_STREET[0]), 14)
        new, old = (TileStore(read_info(one)[0] / "map.mbtiles").tile(*at) for one in (official, town))
        assert new is not None
        assert b"7BIS" in _unzipped(new)
        assert old is not None
        assert b"7BIS" not in _unzipped(old)


def _unzipped(tile: bytes) -> bytes:
    import gzip

    return gzip.decompress(tile)


@pytest.mark.region
class TestManifest:
    def test_it_lists_each_source_with_hash_counts_and_credit(self, official: Path) -> None:
        _, info = read_info(official)
        by_id = {one.id: one for one in info.sources}
        streets = by_id["callejero"]
        assert (streets.crs, streets.encoding, streets.data_at) == ("EPSG:25831", "cp1252", "2026-03-01")
        assert (streets.rows, streets.used, streets.outside, streets.refused, streets.left_out) == (
            38,
            32,
            1,
            3,
            2,
        )
        assert streets.replaced >= 1
        assert len({one.sha256 for one in info.sources}) == 6
        assert all(one.attribution in info.attribution for one in info.sources)
        assert (by_id["recintos"].repaired, by_id["recintos"].outside, by_id["recintos"].replaced) == (
            1,
            1,
            2,
        )
        assert (by_id["pk"].refused, by_id["pk"].doubted) == (3, 0), (
            "what is wrong puts its neighbours in no doubt"
        )
        assert by_id["pk"].replaced > 0
        assert by_id["bases"].doubted == 2

    def test_each_finding_has_its_file_its_line_and_its_reason(self, official: Path) -> None:
        found = findings(official)
        assert {
            ("callejero.csv", 3, "there_twice"),
            ("callejero.csv", 4, "without_number"),
            ("callejero.csv", 6, "number_unreadable"),
            ("callejero.csv", 7, "no_place"),
            ("callejero.csv", 8, "row_length"),
            ("recintos.gpkg", 2, "shape_mended"),
            ("bases.csv", 2, "callsign_unreadable"),
            ("bases.csv", 3, "callsign_twice"),
            ("centros.csv", 3, "kind_unknown"),
        } <= found
        codes = {code for file, _, code in found if file == "pk.csv"}
        assert codes >= {"far_from_road", "road_unknown", "km_out_of_place"}

    def test_info_and_check_say_it_in_words_of_each_language(self, official: Path, desk_of: Path) -> None:
        for lang in ("es", "ca", "en", "fr"):
            told = run("region", "info", official, "--findings", "--lang", lang)
            assert told.exit_code == 0, told.output
            assert "callejero.csv:6:" in told.stdout
            assert "geo.official" not in told.stdout, "no code is said to a person"
        looked = run("region", "check", desk_of / "fuentes.yaml", "--region", official, "--json")
        assert looked.exit_code == 0, looked.output
        assert [one["source"]["id"] for one in json.loads(looked.stdout)][:2] == ["callejero", "recintos"]


def run(*arguments: object):
    return CliRunner().invoke(commands, [str(one) for one in arguments])


def judged(folder: Path, ground: Ground = GROUND, **source: object) -> Judged:
    """One file by itself."""
    path = office.listing(folder / "one.yaml", office.source("one", **source))
    listing, faults = read_listing(path)
    assert isinstance(listing, Listing), faults
    (found,) = judge(listing, ground)
    return found


def refusal_of(found: Judged) -> str:
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
        ({"kind": "rivers"}, "schema"),
        ({"data_at": "2026-02-31"}, "not_a_day"),
        ({"facility": "castle"}, "unknown_facility"),
        ({"id": "way"}, "schema"),
        ({"colour": "red"}, "schema"),
    ],
)
def test_a_list_that_is_wrong_is_told_by_its_line(
    tmp_path: Path, change: dict[str, object], code: str
) -> None:
    path = office.listing(tmp_path / "l.yaml", office.source("one", "facilities", "f.csv") | change)
    listing, faults = read_listing(path)
    assert listing is None
    assert code in {fault.code for fault in faults}
    looked = run("region", "check", path, "--lang", "fr")
    assert looked.exit_code == 1
    assert "l.yaml:" in looked.stderr


class TestShapes:
    def test_a_bow_tie_keeps_both_its_wings_and_says_where_it_crosses(self) -> None:
        report = Report(file="f")
        bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
        shape = mended(bow, 3, "Lazo", report)
        assert shape is not None
        assert shape.area == pytest.approx(0.5)
        (found,) = report.findings
        assert (found.code, found.line, found.at) == ("shape_mended", 3, Point(lat=0.5, lon=0.5))

    def test_a_line_that_goes_twice_around_is_refused_nobody_knows_what_was_meant(self) -> None:
        report = Report(file="f")
        twice = shapely.Polygon(
            [(0, 0), (10, 0), (10, 10), (0, 10), (0, 1), (9, 1), (9, 9), (0.5, 9), (0.5, 0)]
        )
        assert mended(twice, 1, "Dos vueltas", report) is None
        assert report.findings[0].code == "shape_ambiguous"

    def test_a_point_and_an_empty_shape_are_no_area(self) -> None:
        report = Report(file="f")
        assert mended(shapely.Point(1, 2), 1, "", report) is None
        assert mended(shapely.Polygon(), 2, "", report) is None
        assert [one.code for one in report.findings] == ["not_an_area", "no_shape"]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("CL", "DE LA", "PRINCESA"), "Calle de la Princesa"),
        (("AVDA", "", "ALFONSO XIII"), "Avenida Alfonso XIII"),
        (("", "", "PRINCESA (DE LA)"), "de la Princesa"),
        (("CALLE", "DE", "L'HOSPITALET"), "Calle de L'Hospitalet"),
        (("carrer", "de la", "Unió"), "carrer de la Unió"),
        (("CL", "", ""), "Calle"),
    ],
)
def test_a_street_is_written_as_its_plate(parts: tuple[str, str, str], name: str) -> None:
    assert street_name(*parts).casefold() == name.casefold()


def test_figures_are_read_as_offices_write_them() -> None:
    assert [figure(text) for text in ("440123,45", "4.641.234,56", "440123.45", "1,234.5", "", "n/a", "1e999")] == [
        440123.45, 4641234.56, 440123.45, 1234.5, None, None, None,
    ]  # fmt: skip
    assert degrees("40°25'12.00'' N") == pytest.approx(40.42)
    assert degrees("3°42'0'' O") == pytest.approx(-3.7)
    assert degrees("-3,7") == pytest.approx(-3.7)
    assert degrees("cuarenta") is None
    assert [kilometre(*text) for text in (("34+200",), ("34,5",), ("34", "250"), ("-1",), ("x",), ("9999",))] == [
        34.2, 34.5, 34.25, None, None, None,
    ]  # fmt: skip
    assert [house_number(*text) for text in (("0012",), ("12 B",), ("12", "BIS"), ("12.0",), ("0",), ("S/N",))] == [
        "12", "12B", "12BIS", "12", None, None,
    ]  # fmt: skip
    assert [official_code(text) for text in ("34091717079", "17079", "AD-07")] == ["17079", "17079", "AD-07"]


def test_a_finding_survives_the_wire() -> None:
    report = Report(file="f")
    report.add(
        "no_place", __import__("auxilio.geo.build.official.findings", fromlist=["Outcome"]).Outcome.REFUSED, 3
    )
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
    assert refusals([]) == []
