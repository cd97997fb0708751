"""Aim: whom a plan lists is told when it is declared in their phase, by the same ways, persons and alarm as a duty officer."""

from collections.abc import AsyncIterator

import pytest

from auxilio.followup.core.model import EscalationLevel
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.mass_casualty.core import situation_messages as s
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.machine import WAIT_S
from auxilio.notifications.core.model import AcknowledgedHow, Notification, NotificationState, ToldBy
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.rosters.core.messages import SetOnCallDuty
from auxilio.rosters.core.model import OnCallDutyId
from auxilio.workflows import notifications, plan_notices
from tests.actors import person
from tests.database import Database
from tests.mass_casualty.test_situations import PLAN, PLANS
from tests.workflows.conftest import WorkflowSetup, replayed_room
from tests.workflows.test_notifications import ALWAYS, CHIEF, JOAN, MARTA, alarms, answers, on_call, outgoing

S = NotificationState
CHIEF_OF_ROOM = person("room_chief", "room", name="Clara Riba")
PARTY = OnCallFunction.PLAN_PARTY


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """A centre with these reactions; run again, it does nothing more."""
    told = (*notifications.reactions(), *plan_notices.reactions(lambda: PLANS))
    async for it in replayed_room(database, clock, told):
        yield it


async def declare(room: WorkflowSetup, phase: str, area: str = "Riudalba") -> None:
    await room.clock.advance(1, settle=0)
    await room.do(CHIEF_OF_ROOM, s.DeclareSituation(plan=PLAN, phase=phase, area=area, act="resolución 1"))


async def standing(room: WorkflowSetup) -> dict[str, Notification]:
    """Those on boards, by the code of their party."""
    return {one.notice or "": one for one in await room.states.live(NOTIFICATION)}


async def test_declaring_a_phase_tells_those_whom_the_plan_lists_for_it(room: WorkflowSetup) -> None:
    await on_call(room, MARTA, function=PARTY, notice="direccion_plan")
    await on_call(room, JOAN, function=PARTY, notice="centro_coordinacion")
    await declare(room, "prealerta")
    assert set(await standing(room)) == {"centro_coordinacion"}
    assert await outgoing(room) != []
    await declare(room, "alerta")
    told = await standing(room)
    assert set(told) == {"centro_coordinacion", "direccion_plan", "alcaldia"}
    sent = (await outgoing(room))[1:]
    code = told["direccion_plan"].reply
    assert {each["to"] for each in sent} == {MARTA.phone, JOAN.phone}
    to_marta = next(each["text"] for each in sent if each["to"] == MARTA.phone)
    assert to_marta == f"112: Plan territorial, Alerta. Riudalba. Responda OK {code}"
    to_joan = next(each["text"] for each in sent if each["to"] == JOAN.phone)
    assert to_joan.startswith("112: Pla territorial, Alerta. Riudalba. Respongui OK ")


async def test_a_party_with_nobody_on_call_alarms_the_room_at_once_and_is_told_by_radio(
    room: WorkflowSetup,
) -> None:
    await declare(room, "prealerta")
    (told,) = (await standing(room)).values()
    assert told.by_name == CHIEF_OF_ROOM.name, "who declared it"
    assert (told.state, told.contacts, told.case) == (S.EXHAUSTED, (), None)
    (alarm,) = await alarms(room)
    assert (alarm.level, alarm.case, alarm.about) == (EscalationLevel.ROOM, None, "centro_coordinacion")
    with pytest.raises(Refused, match="nobody_to_notify"):
        await room.do(CHIEF_OF_ROOM, m.RepeatNotification(notification=told.id))
    whom = "Jefe de turno del centro"
    await room.do(CHIEF_OF_ROOM, m.ReportTold(notification=told.id, whom=whom, by=ToldBy.RADIO))
    (after,) = (await standing(room)).values()
    assert (after.state, after.how, after.acknowledged_by) == (
        S.ACKNOWLEDGED,
        AcknowledgedHow.RADIO,
        whom,
    ), "who knows is shown while the plan stands so"
    assert await alarms(room) == []


async def test_who_answers_knows_and_who_does_not_is_followed_by_the_deputy_and_the_room(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA, JOAN, function=PARTY, notice="centro_coordinacion")
    await declare(room, "prealerta")
    await room.wait(2 * WAIT_S + 2)
    assert [each["to"] for each in await outgoing(room)] == [MARTA.phone, JOAN.phone]
    assert len(await alarms(room)) == 1
    (told,) = (await standing(room)).values()
    assert await answers(room).take_reply(JOAN.phone, f"OK {told.reply}")
    await room.runner.catch_up()
    assert (await standing(room))["centro_coordinacion"].acknowledged_by == "Joan"
    assert await alarms(room) == []


async def test_another_phase_tells_again_and_the_same_one_in_other_words_does_not(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA, function=PARTY, notice="centro_coordinacion")
    await declare(room, "prealerta")
    first = (await standing(room))["centro_coordinacion"].id
    await declare(room, "prealerta", area="toda la comarca")
    assert len(await outgoing(room)) == 1
    await declare(room, "alerta")
    now = (await standing(room))["centro_coordinacion"]
    before = await room.states.state(NOTIFICATION, first)
    assert before is not None
    assert (before.state, before.filed, now.id != first) == (S.STOPPED, True, True)
    assert len(await outgoing(room)) == 2


async def test_the_end_of_the_plan_sends_nobody_else_a_message_and_ends_the_alarm(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA, JOAN, function=PARTY, notice="centro_coordinacion")
    await declare(room, "alerta")
    assert len(await alarms(room)) == 2, "of the two parties without anybody on call"
    await room.clock.advance(1, settle=0)
    await room.do(CHIEF_OF_ROOM, s.EndSituation(plan=PLAN, act="resolución 2", reason="normalidad"))
    assert (await standing(room), await alarms(room)) == ({}, [])
    await room.wait(2 * WAIT_S)
    assert len(await outgoing(room)) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [({"notice": None}, "on_call_party_missing"), ({"centre": "san-1"}, "on_call_party_everywhere")],
)
async def test_a_duty_of_a_plan_names_its_party_and_no_place(
    room: WorkflowSetup, more: dict[str, str | None], code: str
) -> None:
    fields = {"notice": "alcaldia"} | more
    duty = OnCallDutyId(new_id())
    with pytest.raises(Refused, match=code):
        await room.do(
            CHIEF,
            SetOnCallDuty(duty=duty, function=PARTY, hours=ALWAYS, contacts=(MARTA,), **fields),  # type: ignore[arg-type]
        )
