"""Aim: a closed road counts in every time we give. The engine's defaults ignore it in silence, so this is asked twice."""

from pathlib import Path

import pytest
from shapely import Point as Dot
from shapely import Polygon

from auxilio.geo.gazetteer.finder import RegionGazetteer
from auxilio.geo.model import RoadRestriction, TravelBasis
from auxilio.geo.region_versions import read_info
from auxilio.geo.roads.engine import ValhallaRoads, decode_line
from auxilio.kernel.position import Point

pytestmark = pytest.mark.region
SOUTH = Point(lat=41.9125, lon=1.8995)
PLAZA = Point(lat=41.9205, lon=1.9030)


def box(west: float, south: float, east: float, north: float, km_h: int = 0) -> RoadRestriction:
    corners = ((south, west), (south, east), (north, east), (north, west))
    return RoadRestriction(ring=tuple(Point(lat=lat, lon=lon) for lat, lon in corners), km_h=km_h)


def test_an_engine_leaves_no_file_in_the_temporary_folder(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ValhallaRoads(read_info(town)[0] / "roads").route(SOUTH, PLAZA)
    assert list(tmp_path.iterdir()) == []


BRIDGE = box(1.8985, 41.9158, 1.9005, 41.9166)


@pytest.fixture
def own_roads(town: Path) -> ValhallaRoads:
    """Whoever closes a road here closes it for nobody else."""
    return ValhallaRoads(read_info(town)[0] / "roads")


def test_a_closed_bridge_counts_in_routes_and_in_times_and_opens_again_exactly(
    own_roads: ValhallaRoads,
) -> None:
    roads = own_roads
    before, (time_before,) = roads.route(SOUTH, PLAZA), roads.times_to(PLAZA, [SOUTH])
    bridge = Polygon([(p.lon, p.lat) for p in BRIDGE.ring])
    assert any(bridge.contains(Dot(p.lon, p.lat)) for p in before.line), "the way leads over the bridge"

    assert roads.hold([BRIDGE]) > 0
    closed, (time_closed,) = roads.route(SOUTH, PLAZA), roads.times_to(PLAZA, [SOUTH])
    # There is no other bridge: no open road leads there, and that is said.
    assert closed.by is time_closed.by is TravelBasis.THROUGH_CLOSURE
    assert (closed.line, time_closed.duration_s) == (before.line, time_before.duration_s)

    assert roads.hold([]) == 0
    assert roads.route(SOUTH, PLAZA) == before
    assert roads.times_to(PLAZA, [SOUTH]) == [time_before]


@pytest.mark.parametrize("held", [[], [BRIDGE]], ids=["open", "bridge closed"])
def test_every_time_is_that_of_its_route(
    own_roads: ValhallaRoads, gazetteer: RegionGazetteer, held: list[RoadRestriction]
) -> None:
    """Towards one place the engine's other matrix is up to 70 % too long (Valhalla 4971), and nothing else tells."""
    own_roads.hold(held)
    places = [one.point for one in gazetteer.facilities()][:40]
    for target in (PLAZA, SOUTH, places[7]):
        for times, ways in (
            (own_roads.times_to(target, places), [own_roads.route(each, target) for each in places]),
            (own_roads.times_from(target, places), [own_roads.route(target, each) for each in places]),
        ):
            assert [time.by for time in times] == [way.by for way in ways]
            off = [
                abs(time.duration_s - way.duration_s) / max(40, way.duration_s)
                for time, way in zip(times, ways, strict=True)
            ]
            # Of two ways that cost the same the matrix may take the one, and the route the other.
            assert sum(one > 0.05 for one in off) <= 1
            assert max(off) < 0.15


def test_whoever_is_cut_off_is_not_given_the_time_of_the_other_bank(own_roads: ValhallaRoads) -> None:
    """The streets around are closed and the place itself is not: the nearest road that leads anywhere is beyond them."""
    west, south, east, north = PLAZA.lon - 0.004, PLAZA.lat - 0.003, PLAZA.lon + 0.004, PLAZA.lat + 0.003
    wide = 0.0015
    own_roads.hold(
        [
            box(west, south, west + wide, north),
            box(east - wide, south, east, north),
            box(west, south, east, south + wide),
            box(west, north - wide, east, north),
        ]
    )
    north_of_it = Point(lat=41.9393, lon=1.9239)
    assert {time.by for time in own_roads.times_to(PLAZA, [SOUTH, north_of_it])} == {
        TravelBasis.THROUGH_CLOSURE
    }
    assert {own_roads.route(each, PLAZA).by for each in (SOUTH, north_of_it)} == {TravelBasis.THROUGH_CLOSURE}


def test_roads_of_another_installation_in_the_same_region_stay_as_they_are(
    roads: ValhallaRoads, town: Path
) -> None:
    before, elsewhere = roads.route(SOUTH, PLAZA), ValhallaRoads(read_info(town)[0] / "roads")
    assert elsewhere.hold([BRIDGE]) > 0
    assert elsewhere.route(SOUTH, PLAZA) != before
    assert roads.route(SOUTH, PLAZA) == before


def test_a_slow_road_takes_longer_and_a_closed_one_within_it_is_closed(own_roads: ValhallaRoads) -> None:
    roads, all_of_it = own_roads, box(1.89, 41.905, 1.91, 41.93, km_h=10)
    (before,) = roads.times_to(PLAZA, [SOUTH])
    roads.hold([all_of_it])
    (slow,) = roads.times_to(PLAZA, [SOUTH])
    assert slow.duration_s > before.duration_s * 1.5
    roads.hold([BRIDGE, all_of_it])
    (closed,) = roads.times_to(PLAZA, [SOUTH])
    assert closed.by is TravelBasis.THROUGH_CLOSURE or closed.duration_s > slow.duration_s


def test_whoever_is_called_into_a_closure_is_sent_by_road_to_it(own_roads: ValhallaRoads) -> None:
    """The flood is where help is wanted: the nearest by road is still the nearest, and a straight line is nobody's way."""
    north = Point(lat=41.9393, lon=1.9239)
    before = own_roads.times_to(PLAZA, [SOUTH, north])
    own_roads.hold([box(PLAZA.lon - 0.003, PLAZA.lat - 0.003, PLAZA.lon + 0.003, PLAZA.lat + 0.003)])
    inside = own_roads.times_to(PLAZA, [SOUTH, north])
    assert {time.by for time in inside} == {TravelBasis.THROUGH_CLOSURE}
    assert [time.duration_s for time in inside] == [time.duration_s for time in before]
    assert own_roads.route(north, PLAZA).by is TravelBasis.THROUGH_CLOSURE


def test_one_that_no_road_is_near_takes_nobody_elses_time(roads: ValhallaRoads) -> None:
    at_sea = Point(lat=10.0, lon=-40.0)
    times = roads.times_to(PLAZA, [*[SOUTH] * 20, at_sea, *[SOUTH] * 20])
    assert [n for n, time in enumerate(times) if time.by is not TravelBasis.ROAD] == [20]
    assert times[20].by is TravelBasis.STRAIGHT_LINE


def test_an_area_that_crosses_itself_is_what_it_covers(own_roads: ValhallaRoads) -> None:
    roads, (a, b, c, d) = own_roads, BRIDGE.ring
    assert roads.hold([RoadRestriction(ring=(a, c, b, d))]) > 0


def test_a_route_speaks_the_readers_language(roads: ValhallaRoads) -> None:
    spanish, english = roads.route(SOUTH, PLAZA, "es"), roads.route(SOUTH, PLAZA, "en")
    assert spanish.steps
    assert [s.text for s in spanish.steps] != [s.text for s in english.steps]


def test_a_one_way_street_is_driven_one_way(roads: ValhallaRoads) -> None:
    a, b = Point(lat=41.9228, lon=1.9052), Point(lat=41.9242, lon=1.9055)
    assert roads.route(a, b).distance_m != roads.route(b, a).distance_m


def test_an_encoded_line_is_read() -> None:
    # The example of Google's format page, with six decimals as Valhalla writes.
    assert decode_line("_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI") == [
        Point(lat=38.5, lon=-120.2),
        Point(lat=40.7, lon=-120.95),
        Point(lat=43.252, lon=-126.453),
    ]


def test_an_engine_in_trouble_is_not_taken_for_a_place_without_a_road(
    own_roads: ValhallaRoads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """«No way» is an answer; anything else must be heard, or every unit stands on a straight line and nobody knows."""
    far = Point(lat=0.0, lon=0.0)
    assert own_roads.times_to(PLAZA, [far])[0].by is TravelBasis.STRAIGHT_LINE
    assert own_roads.route(far, PLAZA).by is TravelBasis.STRAIGHT_LINE
    for ask in (
        lambda: own_roads.times_to(PLAZA, [SOUTH]),
        lambda: own_roads.times_from(PLAZA, [SOUTH]),
        lambda: own_roads.route(PLAZA, SOUTH),
        lambda: own_roads.walked_m(PLAZA, [SOUTH]),
    ):
        ask()
        with monkeypatch.context() as patch:
            patch.setattr("auxilio.geo.roads.engine._at", lambda point: {"lat": "here"})
            with pytest.raises(RuntimeError):
                ask()
