"""Aim: a closed road counts in every time we give. The engine's defaults ignore it in silence, so this is asked twice."""

from pathlib import Path
from shutil import copytree

import pytest
from shapely import Point as Dot
from shapely import box

from auxilio.geo.folder import read_info
from auxilio.geo.model import By
from auxilio.geo.roads.closures import Closures
from auxilio.geo.roads.engine import ValhallaRoads, decode_line
from auxilio.kernel.position import Point

pytestmark = pytest.mark.region
SOUTH = Point(lat=41.9125, lon=1.8995)
PLAZA = Point(lat=41.9205, lon=1.9030)
BRIDGE = box(1.8985, 41.9158, 1.9005, 41.9166)


@pytest.fixture
def own_roads(town: Path, tmp_path: Path) -> Path:
    """A copy: closures are written into the graph's own file."""
    return Path(copytree(read_info(town)[0] / "roads", tmp_path / "roads"))


def test_a_closed_bridge_counts_in_routes_and_in_times_and_opens_again(own_roads: Path) -> None:
    roads, closures = ValhallaRoads(own_roads), Closures(own_roads)
    before = roads.route(SOUTH, PLAZA)
    assert any(BRIDGE.contains(Dot(p.lon, p.lat)) for p in before.line), "the way leads over the bridge"
    (time_before,) = roads.times_to(PLAZA, [SOUTH])

    assert closures.close(BRIDGE) > 0
    closed = roads.route(SOUTH, PLAZA)
    (time_closed,) = roads.times_to(PLAZA, [SOUTH])
    # There is no other bridge: no road leads there, and that is said.
    assert closed.by is By.STRAIGHT_LINE or closed.duration_s > before.duration_s * 2
    assert time_closed.by is By.STRAIGHT_LINE or time_closed.duration_s > time_before.duration_s * 2

    closures.clear()
    assert roads.route(SOUTH, PLAZA).duration_s == pytest.approx(before.duration_s, rel=0.02)
    (time_after,) = roads.times_to(PLAZA, [SOUTH])
    assert time_after.duration_s == pytest.approx(time_before.duration_s, rel=0.02)


def test_a_slow_road_takes_longer(own_roads: Path) -> None:
    roads, closures = ValhallaRoads(own_roads), Closures(own_roads)
    (before,) = roads.times_to(PLAZA, [SOUTH])
    closures.slow(box(1.89, 41.905, 1.91, 41.93), 10)
    (slow,) = roads.times_to(PLAZA, [SOUTH])
    assert slow.duration_s > before.duration_s * 1.5


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
