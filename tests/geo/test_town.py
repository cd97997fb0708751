"""Aim: the invented town is the same for everybody, and is a town: it can be driven through and asked for."""

from collections import Counter
from pathlib import Path

import osmium
import pytest

from auxilio.geo.model import TravelBasis
from auxilio.geo.ports import Gazetteer, Roads
from auxilio.geo.town import write_town
from auxilio.kernel.position import Point

pytestmark = pytest.mark.region


def objects(path: Path) -> list[dict[str, str]]:
    return [dict(o.tags) for o in osmium.FileProcessor(str(path)).with_filter(osmium.filter.EmptyTagFilter())]


def test_the_same_seed_writes_the_same_bytes(town_file: Path, tmp_path: Path) -> None:
    write_town(tmp_path / "again.osm.pbf")
    assert (tmp_path / "again.osm.pbf").read_bytes() == town_file.read_bytes()


def test_another_seed_writes_another_town(town_file: Path, tmp_path: Path) -> None:
    write_town(tmp_path / "other.osm.pbf", seed=7)
    assert (tmp_path / "other.osm.pbf").read_bytes() != town_file.read_bytes()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_seed_keeps_the_addresses_that_we_are_judged_by(seed: int, tmp_path: Path) -> None:
    write_town(tmp_path / "town.osm.pbf", seed=seed)
    numbers = {(t.get("addr:street"), t.get("addr:housenumber")) for t in objects(tmp_path / "town.osm.pbf")}
    assert {("Calle Mayor", "12"), ("Carrer de la Unió", "5")} <= numbers


def test_odd_numbers_face_even_ones(gazetteer: Gazetteer) -> None:
    one, two, eleven = (gazetteer.search(f"calle mayor {n}")[0].point for n in (3, 4, 13))
    across = abs(one.lat - two.lat)
    along = abs(one.lon - eleven.lon)
    assert across > 0.0001, "two sides of a street"
    assert along > across, "numbers run along it"


def test_it_has_all_that_the_stories_need(town_file: Path) -> None:
    tags = objects(town_file)
    have = Counter(
        (key, t[key])
        for t in tags
        for key in ("amenity", "emergency", "highway", "aeroway", "tourism")
        if key in t
    )
    for wanted, least in {
        ("amenity", "hospital"): 1, ("amenity", "fire_station"): 2, ("amenity", "police"): 2,
        ("amenity", "pharmacy"): 4, ("amenity", "school"): 2, ("emergency", "ambulance_station"): 1,
        ("emergency", "disaster_response"): 1, ("emergency", "fire_hydrant"): 20,
        ("emergency", "defibrillator"): 5, ("aeroway", "helipad"): 1, ("highway", "milestone"): 20,
        ("highway", "emergency_access_point"): 5, ("tourism", "alpine_hut"): 1,
    }.items():  # fmt: skip
        assert have[wanted] >= least, wanted
    streets = {t["name"] for t in tags if "highway" in t and "name" in t}
    assert 60 <= len(streets) <= 150
    assert all("name:ca" in t and "name:es" in t for t in tags if "highway" in t and "addr:street" in t)


@pytest.mark.parametrize(
    "place",
    [
        "hospital", "parc de bombers", "fontnova", "policia local", "calle de los pinos 5", "carrer de la energia",
        "estacion", "bombers voluntaris", "carrer de ponent", "A-99 km 38",
    ],
)  # fmt: skip
def test_everybody_who_helps_can_drive_to_every_quarter(
    gazetteer: Gazetteer, roads: Roads, place: str
) -> None:
    target = gazetteer.search(place)[0].point
    bases = [f.point for f in gazetteer.facilities(["fire_station", "ambulance_station", "police"])]
    for time in roads.times_to(target, bases):
        assert time.by is TravelBasis.ROAD
        # Nowhere in nine kilometres is half an hour away, unless a crossing was left unjoined.
        assert time.duration_s < 1800


def test_the_motorway_is_left_and_entered_in_both_directions(roads: Roads) -> None:
    plaza, east, west = (
        Point(lat=41.92, lon=1.90),
        Point(lat=41.9046, lon=1.93),
        Point(lat=41.9097, lon=1.865),
    )
    for a, b in ((east, plaza), (plaza, east), (west, plaza), (plaza, west)):
        route = roads.route(a, b)
        assert route.by is TravelBasis.ROAD
        assert route.distance_m < 12_000
