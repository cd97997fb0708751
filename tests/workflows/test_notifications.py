"""Aim: who is on call is told of a case until somebody knows, or the room is alarmed; a notice that is acknowledged is given."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.calls.location_messages import LocationMessages
from auxilio.calls.parked_fixes.store import ParkedFixStore
from auxilio.calls.store import TextingNumbers
from auxilio.calls.text_messages import TextMessages
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData, Location, LocationCertainty
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import EscalationLevel, Watch, WatchKind, WatchState
from auxilio.followup.service import WATCH
from auxilio.interop.mail.sending import OutgoingMail
from auxilio.interop.rejections import RejectionAudit
from auxilio.interop.short_message import ShortMessage, SmsOutcome
from auxilio.interop.sms_receiver import NOT_TAKEN_IN_ALL, NOT_TAKEN_OF_GATEWAY, SmsReceiver
from auxilio.kernel.ids import CaseId, CommandId, RunId
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.answers import NotificationAnswers
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.machine import WAIT_S
from auxilio.notifications.core.model import (
    AcknowledgedHow,
    AttemptState,
    Notification,
    NotificationId,
    NotificationState,
    ToldBy,
)
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.ids import new_id
from auxilio.rosters.core.messages import SetOnCallDuty
from auxilio.rosters.core.model import OnCallContact, OnCallDutyId, OnCallHours
from auxilio.triage.core import messages as triage
from auxilio.workflows import case_closing as closed
from auxilio.workflows import case_merging as merged
from auxilio.workflows import followup_watches as followed
from auxilio.workflows import notices, notifications
from auxilio.workflows.runner import system_actor
from tests.actors import person
from tests.database import Database
from tests.workflows.conftest import WorkflowSetup, replayed_room

LUCIA, CHIEF = person("call_taker", "desk-1"), person("administrator", name="Ona")
ALWAYS = OnCallHours(days=(1, 2, 3, 4, 5, 6, 7), starts="00:00", ends="00:00", first_day=date(2020, 1, 1))
SMS = (NotificationWay.SMS,)
MARTA = OnCallContact(name="Marta", phone="+34600000001", ways=SMS)
JOAN = OnCallContact(name="Joan", phone="+34600000002", ways=SMS, language="ca")
PERE = OnCallContact(
    name="Pere", phone="+34600000004", ways=(NotificationWay.EMAIL,), email="pere@adif.example"
)
ADIF = OnCallContact(name="ADIF", phone="+34600000003", ways=SMS)
EXTENSION = OnCallContact(name="Centralita", phone="4711")
S = NotificationState


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """A centre with the reactions that a notification concerns; run again, it does nothing more."""
    told = (
        *merged.reactions(),
        *followed.reactions(),
        *notices.reactions(),
        *notifications.reactions(),
        *closed.reactions(),
    )
    async for it in replayed_room(database, clock, told):
        yield it


async def on_call(
    room: WorkflowSetup,
    *contacts: OnCallContact,
    function: OnCallFunction = OnCallFunction.DUTY_OFFICER,
    notice: str | None = None,
) -> None:
    duty = OnCallDutyId(new_id())
    await room.do(
        CHIEF, SetOnCallDuty(duty=duty, function=function, notice=notice, hours=ALWAYS, contacts=contacts)
    )


async def a_case(room: WorkflowSetup, *, reserved: bool = False) -> CaseId:
    case = CaseId(new_id())
    await room.do(LUCIA, cases.OpenCase(case=case))
    place = Location(words="Estación del Norte", degree=LocationCertainty.SAID, municipality="València")
    await room.do(LUCIA, cases.LocateCase(case=case, location=place))
    if reserved:
        await room.do(LUCIA, cases.ReserveCase(case=case, reason="víctima en casa"))
    return case


async def notify(room: WorkflowSetup, case: CaseId, **more: Any) -> NotificationId:
    id = NotificationId(new_id())
    await room.do(LUCIA, m.RequestNotification(notification=id, case=case, **more))
    return id


async def state(room: WorkflowSetup, id: NotificationId) -> Notification:
    found = await room.states.state(NOTIFICATION, id)
    assert found is not None
    return found


async def outgoing(room: WorkflowSetup) -> list[dict[str, str]]:
    rows = await room.database.pool.fetch("select channel, body from outbox order by id")
    assert {row["channel"] for row in rows} <= {"sms"}
    return [msgspec.json.decode(row["body"]) for row in rows]


async def alarms(room: WorkflowSetup) -> list[Watch]:
    return await room.watches(kind=WatchKind.NOTIFICATION_UNANSWERED.value)


async def the_trains(room: WorkflowSetup, case: CaseId) -> Watch:
    """An interview proves that the trains must stop."""
    run = RunId(new_id())
    await room.do(LUCIA, triage.StartRun(run=run, case=case, protocol="res-via-tren"))
    for question, answer in {"via": "track", "herido": "N"}.items():
        await room.do(LUCIA, triage.AnswerQuestion(run=run, question=question, answer=answer))
    (watch,) = await room.watches(kind=WatchKind.NOTICE.value)
    return watch


def answers(room: WorkflowSetup) -> NotificationAnswers:
    return NotificationAnswers(room.database.pool, room.clock, room.commands, system_actor)


async def test_a_duty_officer_who_does_not_answer_is_followed_by_the_deputy_and_at_last_by_the_rooms_alarm(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA, EXTENSION, JOAN)
    case = await a_case(room)
    id = await notify(room, case, words="dos trenes parados")
    code = (await state(room, id)).reply
    (first,) = await outgoing(room)
    assert (first["to"], first["id"]) == (MARTA.phone, str((await state(room, id)).attempts[0].message))
    assert first["text"].startswith("112: Para el mando de guardia. Incidente ")
    assert "Estación del Norte, València" in first["text"]
    assert f"dos trenes parados. Responda OK {code}" in first["text"]
    await room.wait(WAIT_S - 1)
    assert len(await outgoing(room)) == 1
    await room.wait(2)
    second = (await outgoing(room))[1]
    assert second["to"] == JOAN.phone, "whom no way reaches is not among them"
    assert f"Responeu OK {code}" in second["text"], "in the language of who reads it"
    assert await alarms(room) == []
    await room.wait(WAIT_S + 1)
    (alarm,) = await alarms(room)
    assert (alarm.level, alarm.case, alarm.about) == (EscalationLevel.ROOM, case, "duty_officer")
    assert len(await outgoing(room)) == 2
    kinds = [kind for kind in await room.facts() if kind.startswith("notifications.")]
    assert [kind.rpartition(".")[2] for kind in kinds] == [
        "requested",
        "attempted",
        "attempted",
        "exhausted",
    ]


async def test_who_answers_after_all_quiets_the_alarm_of_the_room(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    id = await notify(room, await a_case(room))
    await room.wait(WAIT_S + 1)
    (alarm,) = await alarms(room)
    await room.do(LUCIA, m.AcknowledgeNotification(notification=id, contact=0))
    assert await alarms(room) == []
    assert (await room.states.state(WATCH, alarm.id)).state is WatchState.KEPT  # type: ignore[union-attr]


async def test_a_text_that_answers_is_no_call_and_every_other_text_is_one(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    id = await notify(room, await a_case(room))
    pool, limits = room.database.pool, SharedRateLimiter(room.database.pool, room.clock)
    messages = LocationMessages(ParkedFixStore(pool), room.clock, room.commands, system_actor(Mode.REAL))
    texts = TextMessages(TextingNumbers(pool), limits, room.commands, system_actor(Mode.REAL))
    audit = RejectionAudit(limits, messages, NOT_TAKEN_OF_GATEWAY, NOT_TAKEN_IN_ALL)
    receiver = SmsReceiver(messages, texts, answers(room).take_reply, audit, "ES")
    code = (await state(room, id)).reply
    for text, outcome in (("Ayuda", SmsOutcome.TEXT_TAKEN), (f"ok {code}", SmsOutcome.REPLY_TAKEN)):
        sent = ShortMessage(sender=MARTA.phone, recipient="112", text=text, id=text)
        assert await receiver.receive(sent, "gateway") is outcome
    rung = [kind for kind in await room.facts() if kind == "calls.call.rang"]
    assert len(rung) == 1
    assert (await state(room, id)).state is S.ACKNOWLEDGED


async def test_an_answer_by_message_acknowledges_by_number_and_code_alone(room: WorkflowSetup) -> None:
    await on_call(room, MARTA, JOAN)
    id = await notify(room, await a_case(room))
    code = (await state(room, id)).reply
    for sender, text in ((MARTA.phone, "ok"), (JOAN.phone, f"OK {code}"), ("+34699999999", f"OK {code}")):
        assert not await answers(room).take_reply(sender, text), "no code, not yet told, a stranger"
    assert await answers(room).take_reply(MARTA.phone, f"Ok {code}.")
    await room.runner.catch_up()
    found = await state(room, id)
    assert (found.state, found.acknowledged_by) == (S.ACKNOWLEDGED, "Marta")
    await room.wait(WAIT_S * 3)
    assert len(await outgoing(room)) == 1


async def test_a_receipt_is_an_event_once_and_a_failure_goes_to_the_next(room: WorkflowSetup) -> None:
    await on_call(room, MARTA, JOAN)
    id = await notify(room, await a_case(room))
    message = (await state(room, id)).attempts[0].message
    assert not await answers(room).take_receipt(UUID(int=5), AttemptState.SENT)
    for _ in range(2):
        assert await answers(room).take_receipt(message, AttemptState.SENT)
    for code in ("8", "9"):  # another way of the gateway to say the same is not news
        assert await answers(room).take_receipt(message, AttemptState.FAILED, code)
    assert [one["to"] for one in await outgoing(room)] == [MARTA.phone, JOAN.phone]
    assert [one.state for one in (await state(room, id)).attempts] == [
        AttemptState.FAILED,
        AttemptState.QUEUED,
    ]
    kinds = await room.facts()
    assert kinds.count("notifications.notification.receipt") == 2


async def test_a_notice_goes_to_its_party_and_their_acknowledgement_gives_it(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    await on_call(room, ADIF, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    case = await a_case(room)
    watch = await the_trains(room, case)
    id = await notify(room, case, watch=watch.id)
    (sent,) = await outgoing(room)
    assert sent["to"] == ADIF.phone
    assert sent["text"].startswith("112: Paren ahora los trenes y confírmenlo a la sala. Incidente ")
    code = (await state(room, id)).reply
    assert await answers(room).take_reply(ADIF.phone, code)
    await room.runner.catch_up()
    assert (await room.states.state(WATCH, watch.id)).state is WatchState.KEPT  # type: ignore[union-attr]


async def test_a_notice_goes_by_e_mail_with_the_words_of_a_short_message_and_no_code_to_answer(
    room: WorkflowSetup,
) -> None:
    await on_call(room, PERE, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    case = await a_case(room)
    watch = await the_trains(room, case)
    id = await notify(room, case, watch=watch.id, words="vía 2")
    row = await room.database.pool.fetchrow("select channel, body from outbox")
    assert row is not None
    sent, known = msgspec.json.decode(row["body"], type=OutgoingMail), await state(room, id)
    assert (row["channel"], sent.to) == ("email", PERE.email)
    assert sent.subject == f"112: incidente {known.facts.number}"
    assert sent.text.startswith("112: Paren ahora los trenes y confírmenlo a la sala. Incidente ")
    assert "vía 2." in sent.text
    assert known.reply not in sent.text.replace(str(known.facts.number), "")
    assert await answers(room).take_receipt(sent.id, AttemptState.FAILED, "smtp_550")
    await room.runner.catch_up()
    assert (await state(room, id)).state is S.EXHAUSTED
    assert len(await alarms(room)) == 1, "nobody is left"
    with pytest.raises(Refused, match="on_call_email_missing"):
        await on_call(room, msgspec.structs.replace(PERE, email=None))
    with pytest.raises(Refused, match="on_call_email_malformed"):
        await on_call(room, msgspec.structs.replace(PERE, email="pere@adif"))


async def test_a_notice_that_was_given_by_telephone_goes_to_nobody_else(room: WorkflowSetup) -> None:
    await on_call(room, ADIF, MARTA, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    case = await a_case(room)
    watch = await the_trains(room, case)
    id = await notify(room, case, watch=watch.id)
    await room.do(LUCIA, followup.TellNotice(watch=watch.id, whom="Puesto de mando", reached=True))
    await room.wait(WAIT_S * 3)
    assert (await state(room, id)).state is S.STOPPED
    assert len(await outgoing(room)) == 1
    with pytest.raises(Refused, match="notice_given"):
        await notify(room, case, watch=watch.id)


async def test_a_closed_case_tells_the_duty_officer_nothing_more_and_its_notice_is_still_given(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA, JOAN)
    await on_call(room, ADIF, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    case = await a_case(room)
    watch = await the_trains(room, case)
    officer, party = await notify(room, case), await notify(room, case, watch=watch.id)
    ending = ClosingData(disposition=CaseEnding.FALSE_ALARM)
    await room.do(LUCIA, cases.CloseCase(case=case, closing=ending))
    assert (await state(room, officer)).state is S.STOPPED
    assert (await state(room, party)).state is S.STANDING
    with pytest.raises(Refused, match="case_not_open"):
        await notify(room, case)


async def test_of_a_reserved_case_the_number_alone_leaves(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    id = await notify(room, await a_case(room, reserved=True))
    (sent,) = await outgoing(room)
    facts = (known := await state(room, id)).facts
    assert (facts.place, facts.type, sent["text"]) == (None, None, alone(known))


def alone(known: Notification) -> str:
    return f"112: Telefonee a la sala. Incidente {known.facts.number}. Responda OK {known.reply}"


async def test_of_a_case_that_is_reserved_meanwhile_neither_words_nor_place_nor_notice_go_to_the_next(
    room: WorkflowSetup,
) -> None:
    anna = msgspec.structs.replace(MARTA, name="Anna", phone="+34600000009")
    await on_call(room, ADIF, anna, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    case = await a_case(room)
    id = await notify(room, case, watch=(await the_trains(room, case)).id, words="agresor armado...")
    (first,) = await outgoing(room)
    assert "agresor armado. Responda" in first["text"]
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="víctima en casa"))
    await room.wait(WAIT_S + 1)
    assert (await outgoing(room))[1]["text"] == alone(await state(room, id))


async def test_nothing_is_sent_without_a_person_who_asked_for_it(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    await on_call(room, ADIF, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    await the_trains(room, await a_case(room))
    await room.wait(600)
    assert await outgoing(room) == []


async def test_with_nobody_whom_a_way_reaches_it_is_refused(room: WorkflowSetup) -> None:
    await on_call(room, EXTENSION)
    case = await a_case(room)
    with pytest.raises(Refused, match="nobody_to_notify"):
        await notify(room, case)


async def test_the_watch_of_another_case_is_none(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    watch = await the_trains(room, await a_case(room))
    other = await a_case(room)
    with pytest.raises(Refused, match="unknown_watch"):
        await notify(room, other, watch=watch.id)


async def test_two_who_ask_at_once_for_the_same_notification_make_one(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    case, pau = await a_case(room), person("call_taker", "desk-2", name="Pau")
    asked = [m.RequestNotification(notification=NotificationId(new_id()), case=case) for _ in range(6)]
    done = await asyncio.gather(
        *(
            room.commands.handle(CommandId(new_id()), each, LUCIA if nth % 2 else pau)
            for nth, each in enumerate(asked)
        ),
        return_exceptions=True,
    )
    refused = [each for each in done if isinstance(each, Refused)]
    assert len(refused) == len(asked) - 1
    assert {each.code for each in refused} == {"notification_standing"}
    (standing,) = [one for id in asked if (one := await room.states.state(NOTIFICATION, id.notification))]
    assert {each.facts["by"] for each in refused} == {standing.by_name}
    assert len(await outgoing(room)) == 1


async def test_a_notification_that_is_over_or_of_another_party_or_case_hinders_none(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA)
    await on_call(room, ADIF, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    case = await a_case(room)
    first = await notify(room, case)
    await notify(room, case, watch=(await the_trains(room, case)).id)
    await notify(room, await a_case(room))
    with pytest.raises(Refused, match="notification_standing"):
        await notify(room, case)
    await room.do(LUCIA, m.StopNotification(notification=first))
    await notify(room, case)
    assert len(await outgoing(room)) == 4


async def test_what_nobody_acknowledged_is_told_again_to_who_is_on_call_now_and_the_alarm_ends(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA)
    case = await a_case(room)
    id = await notify(room, case)
    await room.wait(WAIT_S + 1)
    (alarm,) = await alarms(room)
    await on_call(room, JOAN)
    pau = person("call_taker", "desk-2", name="Pau")
    pressed = await asyncio.gather(
        *(
            room.commands.handle(CommandId(new_id()), m.RepeatNotification(notification=id), who)
            for who in (LUCIA, pau)
        ),
        return_exceptions=True,
    )
    await room.runner.catch_up()
    assert [each.code for each in pressed if isinstance(each, Refused)] == ["notification_not_exhausted"]
    assert [each["to"] for each in await outgoing(room)] == [MARTA.phone, MARTA.phone]
    assert (await room.states.state(WATCH, alarm.id)).state is WatchState.CANCELLED  # type: ignore[union-attr]
    await room.wait(WAIT_S + 1)
    assert [each["to"] for each in await outgoing(room)][2:] == [JOAN.phone], "whom the table names now"
    await room.wait(WAIT_S + 1)
    assert len(await alarms(room)) == 1, "nobody answers again: alarmed again"
    assert await answers(room).take_reply(MARTA.phone, f"OK {(await state(room, id)).reply}")
    await room.runner.catch_up()
    assert (await state(room, id)).acknowledged_by == "Marta", "the code of the first message counts still"
    assert await alarms(room) == []


async def test_that_somebody_was_told_by_radio_ends_the_alarm_and_gives_the_notice(
    room: WorkflowSetup,
) -> None:
    await on_call(room, ADIF, function=OnCallFunction.NOTICE, notice="rail_stop_traffic")
    case = await a_case(room)
    watch = await the_trains(room, case)
    id = await notify(room, case, watch=watch.id)
    await room.wait(WAIT_S + 1)
    assert len(await alarms(room)) == 1
    await room.do(LUCIA, m.ReportTold(notification=id, whom="maquinista, por radio", by=ToldBy.RADIO))
    found = await state(room, id)
    assert (found.state, found.how, found.over_by) == (S.ACKNOWLEDGED, AcknowledgedHow.RADIO, LUCIA.name)
    assert await alarms(room) == []
    assert (await room.states.state(WATCH, watch.id)).state is WatchState.KEPT  # type: ignore[union-attr]
