"""One suite for each port: the stand-in and the real one both pass it."""

from datetime import timedelta

import pytest

from auxilio.dispatch.fakes import CaseNounsInMemory, PartnerInMemory, PositionsInMemory, StraightLines
from auxilio.dispatch.model.unit import UnitPosition
from auxilio.dispatch.ports import CaseNouns, PartnerMessage, Positions, TravelTimes
from auxilio.geo.model import By
from auxilio.geo.service import RegionService
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from tests.dispatch.made import AT, Room


def fix(unit: UnitId, lat: float, after_s: float) -> UnitPosition:
    return UnitPosition(unit=unit, point=Point(lat, 1.5), at=AT + timedelta(seconds=after_s), accuracy_m=8.0)


@pytest.mark.parametrize("kept", ["memory", "postgresql"])
async def test_each_unit_has_its_newest_fix_and_one_never_seen_has_none(room: Room, kept: str) -> None:
    one, other = sorted([UnitId(new_id()), UnitId(new_id())])
    both = [fix(one, 41.2, 20), fix(other, 42.0, 1)]
    for each in (fix(one, 41.1, 10), *both, fix(one, 41.0, 5)):
        await room.seen(each)
    positions: Positions = PositionsInMemory(both) if kept == "memory" else room.store
    assert await positions.latest() == both
    assert await positions.latest([other]) == [both[1]]
    assert await positions.latest([UnitId(new_id())]) == []
    assert await positions.latest([]) == []


@pytest.fixture(params=["memory", "region"])
def travel(request: pytest.FixtureRequest) -> TravelTimes:
    return StraightLines() if request.param == "memory" else RegionService.fake()


async def test_a_time_for_each_source_in_their_order_and_a_straight_line_says_so(travel: TravelTimes) -> None:
    target, near, far = Point(41.5, 1.5), Point(41.51, 1.5), Point(41.6, 1.5)
    times = await travel.times_to(target, [far, near, target])
    assert [time.duration_s for time in times] == sorted((time.duration_s for time in times), reverse=True)
    assert times[2].duration_s == 0
    assert {time.by for time in times} <= set(By)
    assert await travel.times_to(target, []) == []


async def test_the_nouns_of_a_case_are_those_of_this_kind_and_this_case(room: Room) -> None:
    one, two = await room.task(), await room.task()
    both = await room.task(case=one.case)
    given = {("task", one.case): [both.id, one.id], ("task", two.case): [two.id]}
    for nouns in (room.store, CaseNounsInMemory(given)):
        nouns_: CaseNouns = nouns
        assert await nouns_.ids("task", one.case) == sorted([one.id, both.id])
        assert await nouns_.ids("task", CaseId(new_id())) == []
        assert await nouns_.ids("assignment", one.case) == []


def message(mode: Mode = Mode.REAL) -> PartnerMessage:
    return PartnerMessage(id=new_id(), to="060", kind="task", mode=mode, body="{}")


async def test_a_partner_gets_a_message_once_however_often_it_is_sent() -> None:
    partner, one = PartnerInMemory(SimulatedClock()), message()
    assert await partner.deliver(one) == await partner.deliver(one)
    assert list(partner.received.values()) == [one]


@pytest.mark.parametrize("mode", [Mode.EXERCISE, Mode.TRAINING, Mode.TEST])
async def test_no_partner_is_reached_from_an_exercise(mode: Mode) -> None:
    partner = PartnerInMemory(SimulatedClock())
    with pytest.raises(Refused, match="mode_not_real"):
        await partner.deliver(message(mode))
    assert not partner.received
