"""A crew without work is told where to wait, against PostgreSQL: who may say so, what ends it, and what is kept of it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.model import StandByGain
from auxilio.kernel.actor import Actor
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from tests.dispatch.factories import DispatchSetup, crew_of, dispatcher, supervisor

WAITS = Point(41.53, 1.52)
GAIN = StandByGain(minutes=12, won=214, lost=30, drive_s=360)


def order(unit: Any, **changed: Any) -> u.OrderStandBy:
    fields = {"place": WAITS, "name": "Parque Norte", "gain": GAIN} | changed
    return u.OrderStandBy(unit=unit.id, change=ChangeId(new_id()), **fields)


async def test_the_crew_is_interrupted_by_where_to_wait_and_stays_free_for_work(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    await room.do(order(unit), dispatcher())
    now = await room.state(UNIT, unit.id)
    assert (now.stand_by.place, now.stand_by.name, now.stand_by.gain) == (WAITS, "Parque Norte", GAIN)
    assert [(one.kind, one.new) for one in now.orders] == [(ChangeKind.STAND_BY, "Parque Norte")]
    assert now.status == "available"
    await room.do(order(unit), dispatcher())
    assert len((await room.state(UNIT, unit.id)).orders) == 1, "the same place said again is no other order"
    await room.alerted(task, unit)
    assert (await room.state(UNIT, unit.id)).stand_by is None, "a run ends it"


async def withdrawn(room: DispatchSetup, unit: Any) -> None:
    await room.do(u.WithdrawStandBy(unit=unit.id, change=ChangeId(new_id()), why="relevo"), dispatcher())


async def left(room: DispatchSetup, unit: Any) -> None:
    await room.do(u.LeaveStandBy(unit=unit.id), crew_of(unit.callsign))


async def out(room: DispatchSetup, unit: Any) -> None:
    await room.press(unit, "out_of_service")


async def signed_off(room: DispatchSetup, unit: Any) -> None:
    await room.do(u.SignOffCrew(unit=unit.id), crew_of(unit.callsign))


@pytest.mark.parametrize("end", [withdrawn, left, out, signed_off])
async def test_it_ends_by_withdrawal_by_return_and_with_the_shift(
    room: DispatchSetup, end: Callable[[DispatchSetup, Any], Awaitable[None]]
) -> None:
    unit = await room.unit()
    await room.do(order(unit), dispatcher())
    await end(room, unit)
    assert (await room.state(UNIT, unit.id)).stand_by is None
    if end is withdrawn:
        last = (await room.state(UNIT, unit.id)).orders[-1]
        assert (last.kind, last.new, last.old) == (ChangeKind.STAND_BY_OVER, "relevo", "Parque Norte")


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (crew_of("SVA-1"), "not_permitted"),
        (dispatcher("bom-1"), "not_your_centre"),
    ],
)
async def test_only_its_own_centre_and_the_room_send_it(room: DispatchSetup, who: Actor, code: str) -> None:
    unit = await room.unit()
    with pytest.raises(Refused, match=code):
        await room.do(order(unit), who)
    await room.do(order(unit), supervisor())


async def test_who_has_work_or_no_crew_is_sent_nowhere_and_what_does_not_stand_cannot_end(
    room: DispatchSetup,
) -> None:
    unit, task = await room.unit(), await room.task()
    for command in (
        u.WithdrawStandBy(unit=unit.id, change=ChangeId(new_id()), why="relevo"),
        u.LeaveStandBy(unit=unit.id),
    ):
        with pytest.raises(Refused, match="no_stand_by"):
            await room.do(
                command, supervisor() if isinstance(command, u.WithdrawStandBy) else crew_of("SVA-1")
            )
    await room.alerted(task, unit)
    empty = await room.unit("SVA-2", crewed=False)
    for one in (unit, empty):
        with pytest.raises(Refused, match="unit_not_available"):
            await room.do(order(one), dispatcher())


async def test_a_move_that_is_not_made_is_a_fact_with_its_reason(room: DispatchSetup) -> None:
    unit = await room.unit()
    said = u.DeclineStandBy(unit=unit.id, place=WAITS, name="Parque Norte", why="carretera helada", gain=GAIN)
    await room.do(said, dispatcher())
    assert (await room.kinds("unit", unit.id))[-1] == "stand_by_declined"
    assert (await room.state(UNIT, unit.id)).stand_by is None
