"""One suite for each port: the stand-in and the real one both pass it."""

from datetime import timedelta

import pytest

from auxilio.dispatch.fakes import CaseWorkIndexInMemory, PositionsInMemory, StraightLines
from auxilio.dispatch.ports import CaseWorkIndex, UnitPositions, UnitTravelTimes
from auxilio.dispatch.units.core.model import UnitPosition
from auxilio.geo.model import TravelBasis
from auxilio.geo.service import RegionService
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.position import Point
from auxilio.platform.ids import new_id
from tests.dispatch.factories import AT, DispatchSetup


def fix(unit: UnitId, lat: float, after_s: float) -> UnitPosition:
    return UnitPosition(unit=unit, point=Point(lat, 1.5), at=AT + timedelta(seconds=after_s), accuracy_m=8.0)


@pytest.mark.parametrize("kept", ["memory", "postgresql"])
async def test_each_unit_has_its_newest_fix_and_one_never_seen_has_none(
    room: DispatchSetup, kept: str
) -> None:
    one, other = sorted([UnitId(new_id()), UnitId(new_id())])
    both = [fix(one, 41.2, 20), fix(other, 42.0, 1)]
    for each in (fix(one, 41.1, 10), *both, fix(one, 41.0, 5)):
        await room.seen(each)
    positions: UnitPositions = PositionsInMemory(both) if kept == "memory" else room.store
    assert await positions.latest() == both
    assert await positions.latest([other]) == [both[1]]
    assert await positions.latest([UnitId(new_id())]) == []
    assert await positions.latest([]) == []


@pytest.fixture(params=["memory", "region"])
def travel(request: pytest.FixtureRequest) -> UnitTravelTimes:
    return StraightLines() if request.param == "memory" else RegionService.without_data()


async def test_a_time_for_each_source_in_their_order_and_a_straight_line_says_so(
    travel: UnitTravelTimes,
) -> None:
    target, near, far = Point(41.5, 1.5), Point(41.51, 1.5), Point(41.6, 1.5)
    times = await travel.times_to(target, [far, near, target])
    assert [time.duration_s for time in times] == sorted((time.duration_s for time in times), reverse=True)
    assert times[2].duration_s == 0
    assert {time.by for time in times} <= set(TravelBasis)
    assert await travel.times_to(target, []) == []


async def test_the_aggregates_of_a_case_are_those_of_this_kind_and_this_case(room: DispatchSetup) -> None:
    one, two = await room.task(), await room.task()
    both = await room.task(case=one.case)
    given = {("task", one.case): [both.id, one.id], ("task", two.case): [two.id]}
    indexes: tuple[CaseWorkIndex, ...] = (room.store, CaseWorkIndexInMemory(given))
    for index in indexes:
        assert await index.ids("task", one.case) == sorted([one.id, both.id])
        assert await index.ids("task", CaseId(new_id())) == []
        assert await index.ids("assignment", one.case) == []
