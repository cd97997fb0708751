"""Aim: a run that is diverted leaves nobody in silence: its task has its alarm back, its crew must say that it knows."""

from typing import Any

import pytest

from auxilio.dispatch.aggregates import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.tasks.core.model import TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeKind
from auxilio.dispatch.units.core.assignment_model import AssignmentStep, ReleaseReason
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.kernel.ids import AssignmentId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from tests.dispatch.factories import DispatchSetup, call_taker, dispatcher, divert


async def on_its_way(room: DispatchSetup) -> tuple[Any, Any, Any, AssignmentId]:
    mild, severe = await room.task(priority=Priority.P3), await room.task(priority=Priority.P0)
    unit = await room.unit()
    first = await room.alerted(mild, unit)
    await room.press(unit, "en_route")
    return unit, severe, mild, first


async def test_both_tasks_the_unit_and_its_crew_know_at_once(room: DispatchSetup) -> None:
    unit, severe, mild, first = await on_its_way(room)
    command = divert(unit, severe, mild, eta_s=120.0, eta_by="road", proposed="diverted")
    await room.do(command, dispatcher())

    left, now = await room.state(TASK, mild.id), await room.state(TASK, severe.id)
    assert (left.state, left.assignments) == (TaskState.ACCEPTED, ())
    assert left.soon_at == left.since, "late from the first moment"
    assert left.due_at is not None
    assert (now.state, now.assignments) == (TaskState.ACTIVE, (command.assignment,))
    crew = await room.state(UNIT, unit.id)
    assert (crew.status, crew.task, crew.assignment) == (UnitStatus.ALERTED, severe.id, command.assignment)
    [order] = [one for one in crew.orders if one.kind is ChangeKind.DIVERTED]
    assert (order.new, order.acknowledged) == ("parada cardiaca más cerca", None)
    before, after = await room.state(ASSIGNMENT, first), await room.state(ASSIGNMENT, command.assignment)
    assert (before.step, before.reason) == (AssignmentStep.RELEASED, ReleaseReason.DIVERTED)
    assert (after.proposed, after.eta_s, after.eta_by) == ("diverted", 120.0, "road")
    assert (await room.kinds("unit", unit.id))[-3:] == ["freed", "alerted", "ordered"]


async def test_the_same_press_twice_is_one_diversion(room: DispatchSetup) -> None:
    unit, severe, mild, _ = await on_its_way(room)
    command = divert(unit, severe, mild)
    await room.do(command, dispatcher())
    await room.do(command, dispatcher())
    assert (await room.state(TASK, severe.id)).units == 1


@pytest.mark.parametrize("status", ["on_scene", "transporting"])
async def test_one_that_is_there_is_not_taken_away(room: DispatchSetup, status: str) -> None:
    unit, severe, mild, first = await on_its_way(room)
    for press in ("on_scene", "transporting")[: 1 if status == "on_scene" else 2]:
        await room.press(unit, press)
    with pytest.raises(Refused, match="unit_not_divertible"):
        await room.do(divert(unit, severe, mild), dispatcher())
    assert (await room.state(UNIT, unit.id)).assignment == first


async def test_a_severe_run_is_not_diverted_and_none_to_something_mild(room: DispatchSetup) -> None:
    unit, severe, mild, _ = await on_its_way(room)
    other = await room.task(priority=Priority.P2)
    with pytest.raises(Refused, match="unit_not_divertible"):
        await room.do(divert(unit, other, mild), dispatcher())
    await room.do(divert(unit, severe, mild), dispatcher())
    again = await room.task(priority=Priority.P0)
    with pytest.raises(Refused, match="unit_not_divertible"):
        await room.do(divert(unit, again, severe), dispatcher())


async def test_whoever_saw_it_go_elsewhere_is_told_and_nobody_of_another_centre_diverts_it(
    room: DispatchSetup,
) -> None:
    unit, severe, mild, first = await on_its_way(room)
    with pytest.raises(Refused, match="not_on_that_task"):
        await room.do(divert(unit, severe, severe), dispatcher())
    with pytest.raises(Refused, match="not_your_centre"):
        await room.do(divert(unit, severe, mild), dispatcher("bom-1"))
    with pytest.raises(Refused, match="not_permitted"):
        await room.do(divert(unit, severe, mild), call_taker())
    assert (await room.state(UNIT, unit.id)).assignment == first
