"""Aim: what holds for the invented town holds for a country and for a Spanish city."""

import math
from pathlib import Path

import pytest

from auxilio.geo.gazetteer.finder import RegionGazetteer
from auxilio.geo.model import GeocodeKind, GeocodeQuality, TravelBasis
from auxilio.geo.region_versions import read_info
from auxilio.geo.roads.engine import ValhallaRoads
from auxilio.geo.tiles.store import TileStore
from auxilio.kernel.position import Point, distance_m

pytestmark = pytest.mark.region


@pytest.fixture(scope="module")
def andorran(andorra: Path) -> RegionGazetteer:
    return RegionGazetteer(read_info(andorra)[0])


@pytest.fixture(scope="module")
def melillan(melilla: Path) -> RegionGazetteer:
    return RegionGazetteer(read_info(melilla)[0])


def tile_at(point: Point, z: int) -> tuple[int, int, int]:
    """The tile of a point (Web Mercator)."""
    y = (1 - math.asinh(math.tan(math.radians(point.lat))) / math.pi) / 2
    return z, int((point.lon + 180) / 360 * 2**z), int(y * 2**z)


class TestAndorra:
    @pytest.mark.parametrize(
        ("said", "label"),
        [
            ("carrer de la unio 5", "Carrer de la Unió, 5"),
            ("abinguda fite i rosell 13", "Avinguda Fiter i Rossell, 13"),
            ("avinguda meritxell esquina carrer la unio", "Avinguda Meritxell / Carrer de la Unió"),
            ("hospital meritxell", "Hospital de Nostra Senyora de Meritxell"),
            ("bonveros la masana", "Bombers de La Massana"),
            ("pas de la casa", "Pas de la Casa"),
            ("CG-2 km 10,5", "CG-2 km 10.5"),
        ],
    )
    def test_it_is_found(self, andorran: RegionGazetteer, said: str, label: str) -> None:
        assert andorran.search(said)[0].label.startswith(label)

    def test_a_main_street_is_in_many_parishes(self, andorran: RegionGazetteer) -> None:
        best = andorran.search("carrer major")[0]
        assert len(best.same_name_elsewhere) >= 4

    def test_kilometres_are_measured_since_no_post_stands_in_the_data(
        self, andorran: RegionGazetteer
    ) -> None:
        best = andorran.search("carretera general 1 km 5")[0]
        assert (best.kind, best.quality) == (GeocodeKind.KILOMETRE, GeocodeQuality.KILOMETRE_MEASURED)

    def test_help_drives_over_the_pass(self, andorra: Path) -> None:
        roads = ValhallaRoads(read_info(andorra)[0] / "roads")
        (time,) = roads.times_to(Point(lat=42.5424, lon=1.7336), [Point(lat=42.5063, lon=1.5218)])
        assert time.by is TravelBasis.ROAD
        assert 20_000 < time.distance_m < 40_000

    def test_the_credit_is_due(self, andorra: Path) -> None:
        assert "OpenStreetMap" in read_info(andorra)[1].attribution


class TestMelilla:
    @pytest.mark.parametrize(
        ("said", "label"),
        [
            ("calle alferes gerrero romero 5", "Calle de Alférez Guerrero Romero, 5"),
            ("plasa de las culturas 5", "Plaza de las Culturas, 5"),
            ("general marina esquina juan carlos I", "Calle General Marina / Avenida Juan Carlos I"),
            ("ospital comarcal", "Hospital Comarcal"),
            ("paseo margaritas 21", "Paseo de las Margaritas, 21"),
        ],
    )
    def test_it_is_found(self, melillan: RegionGazetteer, said: str, label: str) -> None:
        assert melillan.search(said)[0].label.startswith(label)

    def test_the_sea_is_drawn(self, melilla: Path) -> None:
        tiles = TileStore(read_info(melilla)[0] / "map.mbtiles")
        four_kilometres_out = Point(lat=35.31, lon=-2.88)
        assert tiles.tile(*tile_at(four_kilometres_out, 14)) is not None
        assert tiles.tile(*tile_at(Point(lat=36.5, lon=-2.88), 14)) is None

    def test_a_circle_at_the_fence_is_not_wholly_ours(self, melillan: RegionGazetteer) -> None:
        gate = Point(lat=35.2685, lon=-2.9437)
        around = melillan.reverse(gate, 1500)
        assert any(not j.whole for j in around.jurisdictions)
        assert distance_m(gate, around.point) == 0
