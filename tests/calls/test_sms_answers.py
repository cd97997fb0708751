"""Aim: what a desk writes in a call by short message leaves as one, nothing else does, one that failed is an alarm of its
call, and how far each came is a fact."""

import json
from functools import partial
from uuid import UUID

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.calls.core import messages as m
from auxilio.calls.core.messages.text_delivery import TextDeliveryReported
from auxilio.calls.core.model import FINISHED_STATES, CallChannel, NumberSource
from auxilio.calls.core.policy import SMS_WORDS_MAX, URGENCY_CANNOT_SPEAK, URGENCY_ORDINARY
from auxilio.calls.core.text_delivery import TextDelivery
from auxilio.calls.service import CALL, COMMANDS, DESK, CallService
from auxilio.calls.store import TextingNumbers, call_of_answer
from auxilio.calls.text_messages import (
    TEXT_CALLS_FIRST,
    TEXTS_OF_NUMBER,
    IncomingText,
    TextMessages,
    TextOutcome,
)
from auxilio.followup.core.model import WatchKind
from auxilio.followup.service import COMMANDS as FOLLOWUP
from auxilio.followup.service import WATCH, Followup
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.ids import new_id
from auxilio.workflows.answer_deliveries import AnswerDeliveries
from auxilio.workflows.failed_answers import FailedAnswers
from auxilio.workflows.runner import StateReader, system_actor
from tests.actors import person
from tests.database import Database

PHONE = "+34600000001"


class TextSetup:
    """Calls, alarms, and texts that arrive."""

    def __init__(self, database: Database, mode: Mode = Mode.REAL) -> None:
        self.pool, self.mode = database.pool, mode
        self.commands = CommandBus(
            (COMMANDS, CallService(database.work).handle), (FOLLOWUP, Followup(database.work).handle)
        )
        self.states = StateReader(database.pool, AggregateRegistry(CALL, DESK, WATCH))
        limits = SharedRateLimiter(database.pool, SystemClock())
        self.texts = TextMessages(TextingNumbers(database.pool), limits, self.commands, system_actor(mode))

    async def text(self, words: str, phone: str = PHONE) -> None:
        incoming = IncomingText(key=str(new_id()), phone=phone, words=words)
        assert await self.texts.receive(incoming) is TextOutcome.TAKEN

    async def calls(self) -> list[CallId]:
        return [call.id for call in await self.states.live(CALL)]

    async def answered(self, **fields: object) -> tuple[CallId, Actor]:
        """A desk has the call."""
        desk = person("call_taker", "desk-01", mode=self.mode)
        await self.do(desk, m.SetDeskReady())
        (call,) = await self.calls()
        await self.do(desk, m.AnswerCall(call=call))
        return call, desk

    async def do(self, actor: Actor, command: object) -> CommandId:
        id = CommandId(new_id())
        await self.commands.handle(id, command, actor)  # type: ignore[arg-type]
        return id

    async def outbox(self) -> list[dict[str, str]]:
        return [
            json.loads(row["body"]) for row in await self.pool.fetch("select body from outbox order by id")
        ]


async def test_the_answer_leaves_to_the_number_and_nothing_that_auxilio_does_by_itself(
    database: Database,
) -> None:
    setup = TextSetup(database)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    await setup.text("deprisa")
    assert not await setup.outbox(), "no text of ours goes to who may be hiding"
    id = await setup.do(desk, m.SendDeskText(call=call, words="¿Dónde está?"))
    await setup.do(desk, m.HangUp(call=call))
    assert await setup.outbox() == [{"id": str(id), "to": PHONE, "text": "¿Dónde está?"}]


async def test_after_the_end_a_text_is_a_call_of_its_own(database: Database) -> None:
    setup = TextSetup(database)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    await setup.do(desk, m.HangUp(call=call))
    await setup.text("otra vez")
    assert len(await setup.calls()) == 1
    assert call not in await setup.calls()


async def test_a_text_that_is_handed_over_again_after_the_end_begins_no_call(database: Database) -> None:
    setup = TextSetup(database)
    first, second = (IncomingText(key=key, phone=PHONE, words=key) for key in ("uno", "dos"))
    await setup.texts.receive(first)
    await setup.texts.receive(second)
    call, desk = await setup.answered()
    await setup.do(desk, m.HangUp(call=call))
    for again in (first, second):
        assert await setup.texts.receive(again) is TextOutcome.TAKEN
    states = [one.state for one in await setup.states.live(CALL)]
    assert [state for state in states if state not in FINISHED_STATES] == []


async def test_who_has_a_desk_goes_on_writing_beyond_what_a_number_may_send_unheard(
    database: Database,
) -> None:
    setup = TextSetup(database)
    await setup.text("0")
    await setup.answered()
    for nth in range(TEXTS_OF_NUMBER.count + 5):
        await setup.text(f"{nth} sí")


async def test_of_many_calls_by_text_at_once_those_beyond_wait_behind_who_speaks(database: Database) -> None:
    setup = TextSetup(database)
    for nth in range(TEXT_CALLS_FIRST.count + 2):
        await setup.text("ayuda", f"+346000001{nth:02}")
    urgencies = [call.urgency for call in await setup.states.live(CALL)]
    assert urgencies.count(URGENCY_CANNOT_SPEAK) == TEXT_CALLS_FIRST.count
    assert urgencies.count(URGENCY_ORDINARY) == 2


async def test_an_empty_text_rings_too_and_two_numbers_have_two_calls(database: Database) -> None:
    setup = TextSetup(database)
    await setup.text("")
    await setup.text("", "+34600000002")
    assert len(await setup.calls()) == 2


async def test_a_line_that_no_short_message_holds_is_refused_with_its_bound(database: Database) -> None:
    setup = TextSetup(database)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    with pytest.raises(Refused, match="too_long_for_sms"):
        await setup.do(desk, m.SendDeskText(call=call, words="x" * (SMS_WORDS_MAX + 1)))
    assert not await setup.outbox()


async def test_of_training_nothing_leaves(database: Database) -> None:
    setup = TextSetup(database, Mode.TRAINING)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    await setup.do(desk, m.SendDeskText(call=call, words="¿Dónde está?"))
    assert not await setup.outbox()


async def test_of_a_chat_nothing_leaves_as_a_short_message(database: Database) -> None:
    setup = TextSetup(database)
    ring = m.ReceiveCall(
        call=CallId(new_id()),
        channel=CallChannel.CHAT,
        phone=PHONE,
        phone_known_by=NumberSource.NETWORK_ASSERTED,
    )
    await setup.do(system_actor(), ring)
    call, desk = await setup.answered()
    await setup.do(desk, m.SendDeskText(call=call, words="hola"))
    assert not await setup.outbox()


async def test_an_answer_that_failed_is_one_alarm_of_its_call(database: Database) -> None:
    setup = TextSetup(database)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    id = await setup.do(desk, m.SendDeskText(call=call, words="¿Dónde está?"))
    failed = FailedAnswers(partial(call_of_answer, setup.pool), setup.states, setup.commands, Mode.REAL)
    for at in (SystemClock().now(), SystemClock().now()):
        await failed.failed(id, at)
    (watch,) = await setup.states.live(WATCH)
    assert (watch.kind, watch.call, watch.about) == (WatchKind.DELIVERY_FAILED, call, "sms")
    assert [party.desk for party in watch.to] == [desk.desk]
    await failed.failed(UUID(int=7), SystemClock().now())
    assert len(await setup.states.live(WATCH)) == 1, "a message of no call is for who sent it"


def deliveries_of(setup: TextSetup) -> AnswerDeliveries:
    return AnswerDeliveries(partial(call_of_answer, setup.pool), setup.commands, setup.mode)


async def reported(setup: TextSetup) -> list[tuple[str, str, str]]:
    """Of the log: the answer, how far it came, the code."""
    rows = await setup.pool.fetch(
        "select body from event where kind = $1 order by tx, seq", TextDeliveryReported.kind()
    )
    facts = [json.loads(row["body"]) for row in rows]
    return [(fact["line"], fact["state"], fact.get("code", "")) for fact in facts]


async def test_what_the_gateway_says_of_an_answer_is_a_fact_of_its_call_once(database: Database) -> None:
    setup = TextSetup(database)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    id = await setup.do(desk, m.SendDeskText(call=call, words="¿Dónde está?"))
    deliveries = deliveries_of(setup)
    for state in (TextDelivery.SENT, TextDelivery.SENT, TextDelivery.DELIVERED, TextDelivery.SENT):
        await deliveries.report(id, state, "")
    await deliveries.report(id, TextDelivery.FAILED, "EXPIRED")
    assert await reported(setup) == [(str(id), "sent", ""), (str(id), "delivered", "")]


async def test_a_failure_that_is_told_again_with_another_code_is_told_once_also_after_the_end(
    database: Database,
) -> None:
    setup = TextSetup(database)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    id = await setup.do(desk, m.SendDeskText(call=call, words="¿Dónde está?"))
    await setup.do(desk, m.HangUp(call=call))
    for code in ("EXPIRED", "UNDELIV"):
        await deliveries_of(setup).report(id, TextDelivery.FAILED, code)
    assert await reported(setup) == [(str(id), "failed", "EXPIRED")]


async def test_a_message_that_is_no_answer_of_a_desk_is_no_fact_of_a_call(database: Database) -> None:
    setup = TextSetup(database)
    await setup.text("ayuda")
    call, desk = await setup.answered()
    noted = await setup.do(desk, m.AddCallNote(call=call, words="susurra"))
    for id in (noted, UUID(int=7)):
        await deliveries_of(setup).report(id, TextDelivery.DELIVERED, "")
    assert await reported(setup) == []
