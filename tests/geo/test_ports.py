"""Aim: whoever holds a port may rely on the same things from the region and from its fake."""

from pathlib import Path

import pytest
import shapely

from auxilio.geo.model import FACILITY_KINDS, GeocodeKind, RoadRestriction, TravelBasis
from auxilio.geo.ports import Gazetteer, Roads
from auxilio.geo.region_versions import read_info
from auxilio.geo.roads.engine import ValhallaRoads
from auxilio.geo.straight_line_roads import StraightLineRoads
from auxilio.geo.straight_line_travel import SNAP_M
from auxilio.kernel.position import Point, distance_m
from tests.geo.conftest import PLAZA

FONTNOVA = Point(lat=41.9393, lon=1.9239)
AT_SEA = Point(lat=10.0, lon=-40.0)


@pytest.fixture(params=["gazetteer", "listed"])
def any_gazetteer(request: pytest.FixtureRequest) -> Gazetteer:
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["roads", "straight"])
def any_roads(request: pytest.FixtureRequest) -> Roads:
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["road", "straight"])
def any_roads_of_its_own(request: pytest.FixtureRequest, town: Path) -> Roads:
    """Whoever closes a road here closes it for nobody else."""
    return StraightLineRoads() if request.param == "straight" else ValhallaRoads(read_info(town)[0] / "roads")


@pytest.mark.region
class TestGazetteer:
    def test_an_address_is_found_with_its_number(self, any_gazetteer: Gazetteer) -> None:
        best = any_gazetteer.search("Calle Mayor, 12")[0]
        assert (best.kind, best.name, best.number) == (GeocodeKind.ADDRESS, "Calle Mayor", "12")
        assert best.municipality == "Riudalba"

    def test_nothing_is_found_for_nothing(self, any_gazetteer: Gazetteer) -> None:
        assert any_gazetteer.search("   ") == []
        assert any_gazetteer.search("qqqqxxxxzzzz") == []

    def test_the_limit_is_kept(self, any_gazetteer: Gazetteer) -> None:
        assert len(any_gazetteer.search("mayor", limit=1)) == 1

    def test_a_point_is_told_with_its_authority(self, any_gazetteer: Gazetteer) -> None:
        around = any_gazetteer.reverse(PLAZA, 10)
        assert around.point == PLAZA
        assert [j.name for j in around.jurisdictions] == ["Riudalba"]
        assert around.address is not None

    def test_facilities_are_of_the_kinds_asked_for_and_nearest_first(self, any_gazetteer: Gazetteer) -> None:
        hospitals = any_gazetteer.facilities(["hospital"], near=PLAZA)
        assert hospitals
        assert {f.kind for f in hospitals} == {"hospital"}
        far = [distance_m(PLAZA, f.point) for f in any_gazetteer.facilities(near=PLAZA)]
        assert far == sorted(far)
        assert {f.kind for f in any_gazetteer.facilities()} <= set(FACILITY_KINDS)

    def test_what_stands_around_is_told_nearest_first(self, any_gazetteer: Gazetteer) -> None:
        around = any_gazetteer.around(PLAZA)
        assert around.address is not None
        assert [j.name for j in around.jurisdictions][:1] == ["Riudalba"]
        order = [
            (FACILITY_KINDS.index(each.kind), distance_m(PLAZA, each.point)) for each in around.facilities
        ]
        assert order == sorted(order)
        assert around.facilities[0].kind == "hospital"

    def test_where_people_are_is_weighed_and_each_square_told_once(self, any_gazetteer: Gazetteer) -> None:
        cells = any_gazetteer.demand().cells
        assert cells
        assert all(cell.weight > 0 for cell in cells)
        assert len({(cell.column, cell.row) for cell in cells}) == len(cells)

    def test_a_place_of_the_region_is_covered(self, any_gazetteer: Gazetteer) -> None:
        assert any_gazetteer.covers(PLAZA)
        assert any_gazetteer.covers(FONTNOVA, 50)


@pytest.mark.region
def test_the_open_sea_and_another_country_are_not_covered_by_a_region(gazetteer: Gazetteer) -> None:
    assert not gazetteer.covers(AT_SEA, 2_000)
    assert not gazetteer.covers(Point(lat=48.85, lon=2.35), 500)


@pytest.mark.region
def test_a_hundred_hydrants_hide_no_hospital_and_each_kilometre_stands_once(gazetteer: Gazetteer) -> None:
    beside_the_motorway = Point(lat=41.9393, lon=1.9239)
    around = gazetteer.around(beside_the_motorway)
    kinds = [each.kind for each in around.facilities]
    assert max(kinds.count(kind) for kind in kinds) <= 5
    nearest = gazetteer.facilities(["hospital"], near=beside_the_motorway, limit=1)
    assert nearest[0] in around.facilities
    said = [each.label for each in around.kilometres]
    assert said
    assert len(said) == len(set(said))


@pytest.mark.region
class TestRoads:
    def test_more_minutes_reach_farther_and_where_one_stands_is_reached(self, any_roads: Roads) -> None:
        areas = [shapely.from_wkb(one.wkb) for one in any_roads.isochrones(PLAZA, (2, 4, 8))]
        here = shapely.Point(PLAZA.lon, PLAZA.lat)
        assert all(area.intersects(here) for area in areas)
        assert [round(area.area, 9) for area in areas] == sorted({round(area.area, 9) for area in areas})

    def test_a_closure_takes_from_what_is_reached_and_gives_it_back(
        self, any_roads_of_its_own: Roads
    ) -> None:
        def reached() -> float:
            (found,) = any_roads_of_its_own.isochrones(PLAZA, (8,))
            return float(shapely.from_wkb(found.wkb).area)

        before = reached()
        lat, lon = PLAZA.lat + 0.002, PLAZA.lon
        ring = (
            Point(lat=lat, lon=lon - 0.03),
            Point(lat=lat, lon=lon + 0.03),
            Point(lat=lat + 0.003, lon=lon),
        )
        any_roads_of_its_own.hold([RoadRestriction(ring=ring)])
        assert reached() < before
        any_roads_of_its_own.hold([])
        assert reached() == before

    def test_each_source_has_a_time_in_its_place(self, any_roads: Roads) -> None:
        near, far = any_roads.times_to(PLAZA, [Point(lat=41.9215, lon=1.9035), FONTNOVA])
        assert 0 < near.duration_s < far.duration_s
        assert near.distance_m < far.distance_m

    def test_no_source_asks_nothing(self, any_roads: Roads) -> None:
        assert any_roads.times_to(PLAZA, []) == []

    def test_the_way_there_is_asked_by_itself_and_is_the_route(self, any_roads: Roads) -> None:
        targets = [Point(lat=41.9215, lon=1.9035), AT_SEA, FONTNOVA]
        times = any_roads.times_from(PLAZA, targets)
        assert any_roads.times_from(PLAZA, []) == []
        assert times[1].by is TravelBasis.STRAIGHT_LINE
        for time, target in zip(times, targets, strict=True):
            route = any_roads.route(PLAZA, target)
            assert time.by is route.by
            assert time.duration_s == pytest.approx(route.duration_s, rel=0.1, abs=5)

    def test_a_source_that_no_road_reaches_gets_a_straight_line_and_says_so(self, any_roads: Roads) -> None:
        times = any_roads.times_to(PLAZA, [FONTNOVA, AT_SEA])
        assert times[1].by is TravelBasis.STRAIGHT_LINE
        assert times[1].distance_m > 1_000_000

    def test_a_route_goes_from_one_to_the_other(self, any_roads: Roads) -> None:
        route = any_roads.route(FONTNOVA, PLAZA)
        assert distance_m(route.line[0], FONTNOVA) < 150
        assert distance_m(route.line[-1], PLAZA) < 150
        assert route.duration_s > 0

    def test_a_route_to_nowhere_is_a_straight_line_and_says_so(self, any_roads: Roads) -> None:
        assert any_roads.route(AT_SEA, PLAZA).by is TravelBasis.STRAIGHT_LINE

    def test_what_is_held_counts_from_the_next_question_and_no_longer(
        self, any_roads_of_its_own: Roads
    ) -> None:
        roads = any_roads_of_its_own
        (before,) = roads.times_to(PLAZA, [FONTNOVA])
        corners = ((41.90, 1.89), (41.90, 1.94), (41.945, 1.94), (41.945, 1.89))
        around = RoadRestriction(ring=tuple(Point(lat=lat, lon=lon) for lat, lon in corners), km_h=8)
        assert roads.hold([around]) > 0
        (slow,) = roads.times_to(PLAZA, [FONTNOVA])
        assert slow.duration_s > before.duration_s * 1.5
        assert roads.hold([]) == 0
        assert roads.times_to(PLAZA, [FONTNOVA]) == [before]

    def test_no_point_asks_for_no_road(self, any_roads: Roads) -> None:
        assert any_roads.on_road([], []) == []

    def test_a_point_without_a_road_near_stays_without_one(self, any_roads: Roads) -> None:
        assert any_roads.on_road([AT_SEA], [None]) == [None]


@pytest.mark.region
def test_a_fix_beside_a_street_is_moved_onto_it_and_each_answer_keeps_its_place(roads: Roads) -> None:
    line = roads.route(FONTNOVA, PLAZA).line
    on = line[len(line) // 2]
    beside = Point(lat=on.lat + 0.00008, lon=on.lon + 0.00008)  # 11 m off
    sea, found, again = roads.on_road([AT_SEA, beside, beside], [None, None, 450.0])
    assert sea is None
    assert found is not None
    assert distance_m(found, beside) <= SNAP_M
    assert distance_m(found, on) < 25
    assert again is None or distance_m(again, beside) <= SNAP_M
