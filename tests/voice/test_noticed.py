"""Packets that are dropped, held back, or say nothing, on a telephone over SIP and RTP: what becomes of it in the log."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import AudioDirection, Call, CallState, LineSide
from auxilio.calls.service import CALL, DESK
from auxilio.kernel.actor import Actor
from auxilio.voice.control.media_monitor import PACKET_COUNT_TYPE
from auxilio.voice.sip.agent import CallLeg
from tests.actors import person
from tests.database import Database
from tests.voice.media.engine_lines import hears
from tests.voice.media.peers import CALLER, Phone
from tests.voice.media.peers import DESK as OPERATOR
from tests.voice.media.peers import until as seen
from tests.voice.test_together import SEAT, Centre, calls, desk, telephone, until

THREE_SECONDS = 150
"""Of frames: long enough for anything that is a fault to have been noticed."""


@dataclass
class Talk:
    """A telephone and a desk that hear each other."""

    centre: Centre
    call: Call
    leg: CallLeg
    phone: Phone
    operator: Phone
    lucia: Actor

    async def faults(self) -> list[tuple[LineSide, AudioDirection]]:
        call = await self.centre.states.state(CALL, self.call.id)
        assert call is not None
        return [(one.side, one.way) for one in call.dead]

    async def comes_to(self, *wanted: tuple[LineSide, AudioDirection]) -> None:
        async def there() -> bool:
            return await self.faults() == list(wanted)

        await until(there, f"the call has {wanted}")

    async def nothing_comes_of_it(self) -> None:
        """Time enough passes, by the packets of whoever still sends."""
        before = self.phone.spoken
        await seen(lambda: self.phone.spoken > before + THREE_SECONDS, 30)
        assert await self.faults() == []


@asynccontextmanager
async def talk(database: Database, folder: Path, ports: tuple[int, int]) -> AsyncIterator[Talk]:
    centre, lucia = Centre(database, folder, ports), person("call_taker", SEAT)
    operator = await Phone(OPERATOR).open()
    try:
        async with centre.open() as agent, telephone() as (theirs, phone), desk(agent, operator):
            leg = await calls(theirs, phone, agent.ports["udp"])

            async def ready() -> Call | None:
                live = await centre.states.live(CALL, state=CallState.QUEUED.value)
                found = await centre.states.state(DESK, SEAT)
                return live[0] if live and found is not None and found.line else None

            call = await until(ready, "call and desk are there")
            assert isinstance(call, Call)
            await centre.do(m.AnswerCall(call=call.id), lucia)
            await hears(phone, OPERATOR)
            await hears(operator, CALLER)
            yield Talk(centre, call, leg, phone, operator, lucia)
    finally:
        operator.close()


async def test_packets_that_are_dropped_on_either_line_and_either_way_are_facts_of_the_call_until_they_come_again(
    database: Database, tmp_path: Path
) -> None:
    async with talk(database, tmp_path, (23_000, 23_249)) as one:
        one.phone.dumb = True
        await one.comes_to((LineSide.CALLER, AudioDirection.FROM))
        one.phone.dumb = False
        await one.comes_to()
        one.operator.dumb = True
        await one.comes_to((LineSide.DESK, AudioDirection.FROM))
        one.operator.dumb = False
        await one.comes_to()
        await _counts(one.leg, [100] * 4, until_=lambda: one.comes_to((LineSide.CALLER, AudioDirection.TO)))
        await _counts(one.leg, range(200, 300, 25), until_=one.comes_to)


async def _counts(leg: CallLeg, counts: object, until_: Callable[[], Awaitable[None]]) -> None:
    """The far end tells, each second, how many packets it has received in all."""

    async def tell() -> None:
        for packets in counts:  # type: ignore[attr-defined]  # a sequence of numbers
            await leg.info(PACKET_COUNT_TYPE, str(packets).encode())
            await asyncio.sleep(1)

    telling = asyncio.create_task(tell())
    await until_()
    await telling


async def test_neither_hold_nor_a_silent_caller_nor_one_who_holds_us_is_a_fault_and_keys_are_taken(
    database: Database, tmp_path: Path
) -> None:
    async with talk(database, tmp_path, (23_250, 23_499)) as one:
        one.phone.quiet = one.operator.quiet = True
        await one.nothing_comes_of_it()
        one.phone.press("5#")

        async def pressed() -> bool:
            call = await one.centre.states.state(CALL, one.call.id)
            return call is not None and [each.key for each in call.keys] == ["5", "#"]

        await until(pressed, "both keys are facts")
        await one.centre.do(m.Hold(call=one.call.id), one.lucia)
        one.operator.quiet = one.phone.quiet = False
        await hears(one.operator)
        one.phone.dumb = one.operator.dumb = True
        await one.nothing_comes_of_it()
        one.phone.dumb = one.operator.dumb = False
        await one.centre.do(m.Resume(call=one.call.id), one.lucia)
        await hears(one.phone, OPERATOR)
        one.phone.direction = "inactive"
        await one.leg.reinvite(one.phone.description().encode())
        one.phone.dumb = True
        await one.nothing_comes_of_it()
