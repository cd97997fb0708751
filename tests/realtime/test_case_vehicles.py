"""Aim: what a vehicle stores to drive with reaches the crew and the centre of its case, and nobody else (decision 0408)."""

from typing import Any
from uuid import UUID

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.ecall_model import EcallMsd, Propulsion
from auxilio.calls.core.model import CallChannel
from auxilio.cases.core import reservation as cases
from auxilio.dispatch.units.core import messages as u
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.position import PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from tests.actors import system
from tests.realtime.test_caller_words import words_of
from tests.realtime.test_crew_board import A01, A02, CENTRE, DESK, Road, road

__all__ = ["road"]
pytestmark = pytest.mark.database
BATTERY = EcallMsd(version=3, propulsion=(Propulsion.ELECTRIC,), vin="ECALLEXAMPLE02020", test=False)


async def sends(road: Road, call: CallId, msd: EcallMsd, nth: int = 1) -> None:
    message = calls.LocationMessage(
        id=UUID(int=nth), source=PositionSource.ECALL, received_at=road.runtime.clock.now(), raw="03"
    )
    await road.do(calls.ReportLocationMessage(call=call, message=message, position=None, msd=msd), system())


async def car_in_case(road: Road, msd: EcallMsd = BATTERY) -> tuple[CallId, CaseId]:
    """A vehicle that called, and A-01 sent to it."""
    call = CallId(new_id())
    await road.do(calls.ReceiveCall(call=call, channel=CallChannel.VOICE), system())
    await sends(road, call, msd)
    case, _ = await road.sent("A-01")
    await road.do(calls.JoinCase(call=call, case=case), system())
    return call, case


def stored(rows: Any) -> list[list[str] | None]:
    return [row["propulsion"] for row in rows.get("vehicles", {}).values()]


async def test_the_crew_and_the_centre_read_what_the_vehicle_stores_and_no_number(road: Road) -> None:
    call, case = await car_in_case(road)
    crew = await words_of(road, A01, "crew_case", case)
    centre = await words_of(road, CENTRE, "case", case)
    for screen in (crew, centre):
        await road.seen(screen, lambda rows: stored(rows) == [["electric"]])
    [row] = crew.seen()["vehicles"].values()
    assert row.keys() == {"v", "id", "rang_at", "vehicle", "propulsion"}, "no number, no holder"
    await sends(road, call, EcallMsd(version=3, propulsion=(Propulsion.HYDROGEN,), test=False), 2)
    await road.seen(crew, lambda rows: stored(rows) == [["hydrogen"]])


async def test_a_vehicle_that_tests_is_no_danger_to_a_crew(road: Road) -> None:
    _, case = await car_in_case(road, EcallMsd(version=3, propulsion=(Propulsion.ELECTRIC,), test=True))
    assert stored((await words_of(road, A01, "crew_case", case)).seen()) == []


async def test_a_crew_reads_of_no_other_case_and_only_while_it_works_on_this_one(road: Road) -> None:
    _, case = await car_in_case(road)
    with pytest.raises(Refused, match="not_your_case"):
        await words_of(road, A02, "crew_case", case)
    await road.do(u.ReleaseUnit(unit=road.units["A-01"]), CENTRE)
    with pytest.raises(Refused, match="not_your_case"):
        await words_of(road, A01, "crew_case", case)


async def test_the_vehicle_of_a_reserved_case_is_for_the_crew_that_goes_and_leaves_it_for_nobody(
    road: Road,
) -> None:
    call, reserved = await car_in_case(road)
    await road.do(cases.ReserveCase(case=reserved, reason="violencia"), DESK)
    assert stored((await words_of(road, A01, "crew_case", reserved)).seen()) == [["electric"]]
    with pytest.raises(Refused, match="case_reserved"):
        await words_of(road, CENTRE, "case", reserved)
    await road.do(calls.LeaveCase(call=call, case=reserved), system())
    other, _ = await road.sent("A-02")
    await road.do(calls.JoinCase(call=call, case=other), system())
    assert stored((await words_of(road, A02, "crew_case", other)).seen()) == []
