"""Aim: what somebody on call texts back is theirs, is kept, and acknowledges only where it is a plain yes with the code."""

import asyncio

import msgspec

from auxilio.cases.core import messages as cases
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.answers import TRIES_OF_NUMBER
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.machine import WAIT_S
from auxilio.notifications.core.model import AttemptState
from auxilio.notifications.core.model import NotificationState as S
from auxilio.platform.database.outbox import Outbox, OutboxMessage
from auxilio.workflows.withdrawn_messages import WithdrawnMessages
from tests.workflows.conftest import WorkflowSetup
from tests.workflows.test_notifications import JOAN, LUCIA, MARTA, a_case, answers, notify, on_call, state


async def test_the_code_within_another_number_is_no_answer_and_one_among_many_acknowledges_nothing(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA)
    id = await notify(room, await a_case(room))
    code = (await state(room, id)).reply
    assert not await answers(room).take_reply(MARTA.phone, f"12{code}299")
    assert await answers(room).take_reply(MARTA.phone, f"1000 1001 {code} 1002"), "and no call"
    assert (await state(room, id)).state is S.STANDING


async def test_who_tries_codes_acknowledges_no_more(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    id = await notify(room, await a_case(room))
    code = int((await state(room, id)).reply)
    for nth in range(TRIES_OF_NUMBER.count):
        assert not await answers(room).take_reply(MARTA.phone, str(1000 + (code + nth) % 9000))
    assert await answers(room).take_reply(MARTA.phone, str(code))
    assert (await state(room, id)).state is S.STANDING


async def test_honest_answers_and_house_numbers_never_use_up_the_tries(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    case = await a_case(room)
    for _ in range(TRIES_OF_NUMBER.count + 1):
        assert not await answers(room).take_reply(MARTA.phone, "fuego en calle Mayor 12")
        code = (await state(room, id := await notify(room, case))).reply
        assert await answers(room).take_reply(MARTA.phone, f"OK{code}")
        assert (await state(room, id)).state is S.ACKNOWLEDGED


async def test_one_text_acknowledges_two_notifications(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    asked = [await notify(room, await a_case(room)), await notify(room, await a_case(room))]
    codes = [(await state(room, id)).reply for id in asked]
    assert await answers(room).take_reply(MARTA.phone, f"ok {codes[0]} {codes[1]}")
    assert [(await state(room, id)).state for id in asked] == [S.ACKNOWLEDGED, S.ACKNOWLEDGED]


async def carried(room: WorkflowSetup) -> list[str]:
    """The texts that leave when the outbox is carried out now."""
    left = list[str]()

    async def deliver(message: OutboxMessage) -> None:
        left.append(msgspec.json.decode(message.body)["text"])

    channels = WithdrawnMessages(room.states, answers(room)).checked({"sms": deliver})
    outbox = Outbox(room.database.pool, room.clock, channels, Mode.REAL)
    async with asyncio.TaskGroup() as carriers:
        await outbox.start_due(carriers)
    await room.runner.catch_up()
    return left


async def test_a_message_that_waits_is_taken_back_when_its_notification_is_over(room: WorkflowSetup) -> None:
    await on_call(room, MARTA, JOAN)
    id = await notify(room, await a_case(room))
    await room.do(LUCIA, m.StopNotification(notification=id))
    assert await carried(room) == []
    (attempt,) = (await state(room, id)).attempts
    assert (attempt.state, attempt.code) == (AttemptState.WITHDRAWN, "over")


async def test_words_that_wait_do_not_leave_of_a_case_that_was_reserved_and_the_number_does(
    room: WorkflowSetup,
) -> None:
    await on_call(room, MARTA, JOAN)
    id = await notify(room, case := await a_case(room))
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="víctima en casa"))
    assert await carried(room) == []
    (text,) = await carried(room)
    assert "Estación" not in text
    first, second = (await state(room, id)).attempts
    assert (first.code, second.state, second.contact) == ("case_reserved", AttemptState.QUEUED, 0)


async def test_of_a_case_that_was_reserved_the_only_person_is_told_its_number(room: WorkflowSetup) -> None:
    await on_call(room, MARTA)
    id = await notify(room, case := await a_case(room))
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="víctima en casa"))
    assert await carried(room) == []
    (text,) = await carried(room)
    assert "Estación" not in text
    found = await state(room, id)
    assert (found.state, [one.contact for one in found.attempts]) == (S.STANDING, [0, 0])


async def test_the_answer_of_the_second_person_is_no_call_and_stands_in_the_case(room: WorkflowSetup) -> None:
    await on_call(room, MARTA, JOAN)
    id = await notify(room, await a_case(room))
    await room.wait(WAIT_S + 1)
    code = (await state(room, id)).reply
    for one in (JOAN, MARTA):
        assert await answers(room).take_reply(one.phone, f"OK {code}")
    await room.runner.catch_up()
    found = await state(room, id)
    assert (found.acknowledged_by, found.replies) == ("Joan", 2)
    assert (await room.facts()).count("notifications.notification.replied") == 2


async def test_who_stands_twice_in_the_table_with_one_number_is_asked_once(room: WorkflowSetup) -> None:
    await on_call(room, MARTA, msgspec.structs.replace(MARTA, name="M. Soler"), JOAN)
    found = await state(room, await notify(room, await a_case(room)))
    assert [one.name for one in found.contacts] == ["Marta", "Joan"]
