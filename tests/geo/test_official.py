"""Aim: official data count before the map's own, each answer says whose it is, and what is wrong is told with its place."""

import json
from pathlib import Path

import pytest
import shapely

from auxilio.geo.build.official.source_list import read_source_list
from auxilio.geo.build.region_build import build_region
from auxilio.geo.model import GeocodeKind, GeocodeQuality, GeocodeResult
from auxilio.geo.region_versions import FINDINGS, read_info
from auxilio.geo.service import RegionService
from auxilio.geo.tiles.store import TileStore
from auxilio.kernel.position import Point, distance_m
from auxilio.platform.i18n import LANGUAGES
from tests.geo import official_files as office
from tests.geo.conftest import BUILT_AT, PLAZA
from tests.geo.official_files import MAYOR_12, run
from tests.geo.test_real_places import tile_at

NEW_STREET = (1.9043, 41.9231)
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
    listing, faults = read_source_list(write_rest(desk_of, town))
    assert listing is not None, faults
    region = tmp_path_factory.mktemp("official")
    build_region(town_file, region, BUILT_AT, official=listing)
    return region


@pytest.fixture(scope="module")
def opened(official: Path) -> RegionService:
    return RegionService.open(official)


def best(found: list[GeocodeResult]) -> GeocodeResult:
    assert found
    return found[0]


def findings(region: Path) -> set[tuple[str, int, str]]:
    said = json.loads((read_info(region)[0] / FINDINGS).read_text())
    return {(one["file"], one["line"], one["code"]) for one in said}


@pytest.mark.region
class TestAnswers:
    async def test_an_official_number_wins_and_says_whose_it_is(self, opened: RegionService) -> None:
        found = best(await opened.search("calle mayor 12"))
        assert distance_m(found.point, Point(lat=MAYOR_12[1], lon=MAYOR_12[0])) < 0.5
        assert (found.quality, found.source) == (GeocodeQuality.EXACT, "callejero/2")
        assert (found.origin.name, found.origin.data_at) == ("addresses de Riudalba", "2026-03-01")
        assert found.postcode == "08999"
        others = best(await opened.search("carrer de la unio 5"))
        assert (others.origin.name, others.origin.data_at[:10]) == ("Riudalba", "2026-01-01")

    async def test_a_street_that_only_the_list_knows_is_found_with_its_accents(
        self, opened: RegionService
    ) -> None:
        found = best(await opened.search("avda constitucion nueva 7 bis"))
        assert found.label.startswith("Avenida de la Constitución Nueva, 7")
        assert found.origin.name == "addresses de Riudalba"

    async def test_between_two_official_numbers_the_answer_is_theirs(self, opened: RegionService) -> None:
        found = best(await opened.search("calle esparteros 8"))
        assert (found.quality, found.origin.name) == (GeocodeQuality.EXACT, "addresses de Riudalba")

    async def test_an_official_outline_replaces_the_maps_and_names_the_town(
        self, opened: RegionService
    ) -> None:
        around = await opened.reverse(PLAZA, 20)
        assert around.municipality == "Riudalba de Baix"
        (town,) = [one for one in around.jurisdictions if one.level == 8]
        assert (town.code, town.whole, town.origin.name) == ("08901", True, "boundaries de Riudalba")
        (service,) = [one for one in around.jurisdictions if one.level == 0]
        assert (service.kind, service.name, service.code) == ("HEALTH", "Área de salud del Alba", "AS-3")
        assert not any(one.name in {"Riudalba", "Madrid", "La comarca"} for one in around.jurisdictions)

    async def test_a_kilometre_stands_by_the_official_points(self, opened: RegionService, town: Path) -> None:
        found = best(await opened.search("A-99 km 40"))
        assert (found.kind, found.quality, found.origin.name) == (
            GeocodeKind.KILOMETRE,
            GeocodeQuality.KILOMETRE,
            "kilometres de Riudalba",
        )
        own = RegionService.open(town)
        assert distance_m(found.point, best(await own.search("A-99 km 40")).point) < 5
        own.close()

    async def test_a_hospital_is_known_once_with_the_offices_telephone(self, opened: RegionService) -> None:
        near = [each for each in await opened.facilities(("hospital",), PLAZA) if "Alba" in each.name]
        assert [each.name for each in near] == ["Hospital Comarcal del Alba"]
        assert (near[0].phone, near[0].ref, near[0].origin.name) == (
            "+34999000111",
            "CNH-1",
            "facilities de Riudalba",
        )

    async def test_a_station_knows_which_units_live_there(self, opened: RegionService) -> None:
        at_home = {
            each.name: each.units for each in await opened.facilities(("ambulance_station",)) if each.units
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
        for lang in LANGUAGES:
            told = run("region", "info", official, "--findings", "--lang", lang)
            assert told.exit_code == 0, told.output
            assert "callejero.csv:6:" in told.stdout
            assert "geo.official" not in told.stdout, "no code is said to a person"
        looked = run("region", "check", desk_of / "fuentes.yaml", "--region", official, "--json")
        assert looked.exit_code == 0, looked.output
        assert [one["source"]["id"] for one in json.loads(looked.stdout)][:2] == ["callejero", "recintos"]
