"""A step and a question through the database: sent with the card in one transaction, told back by the page at its own moment."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.calls.caller_guidance import send_to_caller
from auxilio.calls.core import messages as m
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.model import Call, CallChannel
from auxilio.calls.service import CALL, CallService
from auxilio.calls.service import COMMANDS as CALL_COMMANDS
from auxilio.instructions.core.messages import OpenCard, SendStep
from auxilio.instructions.service import COMMANDS, InstructionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.caller_guidance import EasyText
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
from auxilio.kernel.pictograms import Pictogram
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from tests.actors import citizen, person, system
from tests.database import Database
from tests.instructions.test_dictation import cards
from tests.instructions.test_service import Known

ANA = person("call_taker", "desk-1")
EVENTS = "select kind, happened_at, recorded_at from event where stream = $1 order by version"


class WrittenCall:
    """A chat in hand, and a card of its case."""

    def __init__(self, database: Database) -> None:
        instructions = InstructionService(database.work, cards(), Known(), send_to_caller=send_to_caller)
        self.bus = CommandBus(
            (CALL_COMMANDS, CallService(database.work).handle), (COMMANDS, instructions.handle)
        )
        self.pool, self.call, self.case = database.pool, CallId(new_id()), CaseId(new_id())
        self.run = RunId(new_id())

    async def do(self, command: Command, actor: Actor = ANA, id: CommandId | None = None) -> None:
        await self.bus.handle(id or CommandId(new_id()), command, actor)

    async def begin(self) -> None:
        await self.do(m.ReceiveCall(call=self.call, channel=CallChannel.CHAT), citizen(self.call))
        await self.do(m.SetDeskReady())
        await self.do(m.AnswerCall(call=self.call))
        await self.do(m.JoinCase(call=self.call, case=self.case), system())
        await self.do(OpenCard(run=self.run, case=self.case, card="rcp-adulto"))

    async def state(self) -> Call:
        return CALL.read_state(
            await self.pool.fetchval("select state::text from stream where id = $1", f"call:{self.call}")
        )

    def send(self, step: str) -> SendStep:
        return SendStep(run=self.run, step=step, call=self.call, language="ca")


async def test_a_step_that_the_call_cannot_take_does_not_move_the_card(database: Database) -> None:
    chat = WrittenCall(database)
    await chat.begin()
    await chat.do(m.HangUp(call=chat.call))
    with pytest.raises(Refused, match="call_is_over"):
        await chat.do(chat.send("suelo"))
    said = await database.pool.fetchval(
        "select count(*) from event where kind = 'instructions.step.written' and stream = $1",
        f"dictation:{chat.run}",
    )
    assert said == 0


async def test_what_the_page_kept_without_network_has_its_own_time_and_the_time_of_receipt(
    database: Database,
) -> None:
    chat, item = WrittenCall(database), CommandId(new_id())
    await chat.begin()
    await chat.do(chat.send("suelo"), id=item)
    sent_at = (await chat.state()).sent[0].sent_at
    done_at = sent_at + timedelta(milliseconds=1)
    mark = g.ReportCallerMark(call=chat.call, item=item, mark="done", step="suelo", at=done_at)
    await asyncio.gather(*(chat.do(mark, citizen(chat.call)) for _ in range(2)))
    early = g.ReportShown(call=chat.call, item=item, at=sent_at - timedelta(hours=1))
    await chat.do(early, citizen(chat.call))
    rows = {row["kind"]: row for row in await database.pool.fetch(EVENTS, f"call:{chat.call}")}
    assert len((await chat.state()).caller_marks) == 1
    assert rows["calls.call.caller_marked"]["happened_at"] == done_at
    assert rows["calls.call.caller_marked"]["recorded_at"] > done_at
    assert rows["calls.call.sent_shown"]["happened_at"] == sent_at


async def test_a_step_goes_with_its_easy_text_and_so_does_what_is_left_of_the_card(
    database: Database,
) -> None:
    chat, item = WrittenCall(database), CommandId(new_id())
    await chat.begin()
    await chat.do(chat.send("suelo"), id=item)
    sent = await database.pool.fetchval(
        "select body::text from event where kind = 'calls.call.step_sent' and stream = $1",
        f"call:{chat.call}",
    )
    step = msgspec.json.decode(sent, type=g.StepSent)
    assert step.easy == EasyText(words="Estiri'l panxa enlaire a terra.", pictogram=Pictogram.LIE_BACK)
    assert all(each.easy is not None for each in step.rest)


def test_a_version_that_is_not_in_force_has_no_easy_texts() -> None:
    in_force = cards().card("rcp-adulto")
    assert in_force is not None
    assert cards().easy(in_force) is not None
    assert cards().easy(msgspec.structs.replace(in_force, digest="0" * 64)) is None
