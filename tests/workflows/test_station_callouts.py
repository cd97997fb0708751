"""Aim: the station of a centre that is asked for help is called out as the duty officer is told, where the table names one."""

from collections.abc import AsyncIterator

import pytest

from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import RefusalReason
from auxilio.dispatch.tasks.core.shared_types import ChangeId
from auxilio.kernel.ids import CaseId, CentreId, TaskId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core.machine import WAIT_S
from auxilio.notifications.core.model import Notification, NotificationState
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.rosters.core.messages import SetOnCallDuty
from auxilio.rosters.core.model import OnCallContact, OnCallDutyId
from auxilio.workflows import notifications, station_callouts
from tests.actors import system
from tests.database import Database
from tests.dispatch.factories import dispatcher, offer
from tests.workflows.conftest import WorkflowSetup, replayed_room
from tests.workflows.test_notifications import ALWAYS, CHIEF, JOAN, LUCIA, MARTA, a_case, alarms, outgoing

S = NotificationState
FIRE, OTHER = CentreId("san-1"), CentreId("bom-1")


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """A centre with these reactions; run again, it does nothing more."""
    told = (*notifications.reactions(), *station_callouts.reactions())
    async for it in replayed_room(database, clock, told):
        yield it


async def station(room: WorkflowSetup, *contacts: OnCallContact, centre: CentreId | None = FIRE) -> None:
    duty, function = OnCallDutyId(new_id()), OnCallFunction.STATION
    await room.do(
        CHIEF,
        SetOnCallDuty(duty=duty, function=function, centre=centre, hours=ALWAYS, contacts=contacts),
    )


async def offered(room: WorkflowSetup, case: CaseId) -> TaskId:
    command = offer(case)
    await room.do(system(), command)
    return command.task


async def callouts(room: WorkflowSetup, case: CaseId) -> list[Notification]:
    return await room.states.in_case(NOTIFICATION, case)


async def test_help_that_is_asked_of_a_centre_calls_its_station_out_and_at_last_alarms_the_room(
    room: WorkflowSetup,
) -> None:
    await station(room, MARTA, JOAN)
    case = await a_case(room)
    await offered(room, case)
    (told,) = await callouts(room, case)
    (sent,) = await outgoing(room)
    assert sent["to"] == MARTA.phone
    assert sent["text"].startswith("112: Salida de su parque o base. Incidente ")
    assert "Estación del Norte, València" in sent["text"]
    assert (told.function, told.centre, told.state) == (OnCallFunction.STATION, FIRE, S.STANDING)
    await room.wait(2 * WAIT_S + 2)
    (alarm,) = await alarms(room)
    assert (alarm.case, alarm.about) == (case, "station")


async def test_where_no_duty_of_that_centre_is_listed_nobody_is_told(room: WorkflowSetup) -> None:
    case = await a_case(room)
    await offered(room, case)
    await station(room, MARTA, centre=OTHER)
    await offered(room, case)
    assert (await callouts(room, case), await outgoing(room)) == ([], [])
    assert [kind for kind in await room.facts() if kind.startswith("notifications.")] == []


async def test_a_station_of_everywhere_is_refused(room: WorkflowSetup) -> None:
    with pytest.raises(Refused, match="on_call_station_place_missing"):
        await station(room, MARTA, centre=None)


async def test_a_station_that_is_being_told_is_not_told_twice_and_one_that_did_not_answer_is_told_again(
    room: WorkflowSetup,
) -> None:
    await station(room, MARTA)
    case = await a_case(room)
    await offered(room, case)
    await offered(room, case)
    assert len(await outgoing(room)) == 1
    await room.wait(WAIT_S + 1)
    assert len(await alarms(room)) == 1
    await offered(room, case)
    (told,) = await callouts(room, case)
    assert (told.state, told.rounds, len(await outgoing(room))) == (S.STANDING, 2, 2)
    assert await alarms(room) == []


async def test_it_ends_when_nothing_is_asked_of_that_centre_any_more(room: WorkflowSetup) -> None:
    await station(room, MARTA)
    case = await a_case(room)
    first, second = await offered(room, case), await offered(room, case)
    cancelled = t.CancelTask(task=first, change=ChangeId(new_id()), reason="repetida")
    await room.do(LUCIA, cancelled)
    assert [one.state for one in await callouts(room, case)] == [S.STANDING], "another task is open"
    await room.do(dispatcher("san-1"), t.RefuseTask(task=second, reason=RefusalReason.NO_UNIT))
    assert [one.state for one in await callouts(room, case)] == [S.STOPPED]
    await room.wait(2 * WAIT_S)
    assert (len(await outgoing(room)), await alarms(room)) == (1, [])


async def test_a_centre_that_was_told_by_telephone_needs_no_message(room: WorkflowSetup) -> None:
    await station(room, MARTA)
    case = await a_case(room)
    task = await offered(room, case)
    assert await room.states.state(TASK, task) is not None
    await room.do(LUCIA, t.NotifyTaskByPhone(task=task, to="cabo Pérez", read_back="Mayor 12, humo"))
    assert [one.state for one in await callouts(room, case)] == [S.STOPPED]
