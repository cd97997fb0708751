"""Aim: the network is asked where a telephone is at ring, on a key and until its call ends, by one asker, beside the call (0401)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.location_answer import LocationAnswer
from auxilio.calls.core.location_asking import ASK_EVERY_S
from auxilio.calls.core.model import Call, CallChannel, LocationFailure, NumberSource
from auxilio.calls.location_asking.store import LocatableCallStore
from auxilio.calls.service import CALL, CallService
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from auxilio.workflows import call_answering
from auxilio.workflows.location_asking import LocationAsker
from auxilio.workflows.runner import system_actor
from tests.actors import person
from tests.database import Database
from tests.workflows.conftest import WorkflowSetup, replayed_room

pytestmark = pytest.mark.database
MOBILE, OTHER = "+34600111222", "+34600111223"
LUCIA = person("call_taker", "desk-01")
SERVER = "lis.example"


@dataclass
class Source:
    """A location server: who was asked about, and whom it keeps waiting."""

    clock: SimulatedClock
    at_once: int = 2
    server: str = SERVER
    asked: list[Phone] = field(default_factory=list)
    hangs: dict[Phone, asyncio.Event] = field(default_factory=dict)
    failure: LocationFailure | None = None
    _open: Counter[str] = field(default_factory=Counter)
    most: int = 0
    """The most questions that were in progress at once."""

    async def locate(self, phone: Phone) -> LocationAnswer:
        self.asked.append(phone)
        self._open["now"] += 1
        self.most = max(self.most, self._open["now"])
        try:
            if phone in self.hangs:
                await self.hangs[phone].wait()
        finally:
            self._open["now"] -= 1
        if self.failure is not None:
            return LocationAnswer(failure=self.failure)
        at = self.clock.now()
        message = m.LocationMessage(id=new_id(), source=PositionSource.HELD, received_at=at, raw="<a/>")
        fix = Position(point=Point(lat=41.5, lon=0.5), source=PositionSource.HELD, at=at, received_at=at)
        return LocationAnswer(message=message, positions=(fix,))


class LocatedCentre(WorkflowSetup):
    """A centre with a location server."""

    source: Source

    def asker(self, mode: Mode = Mode.REAL) -> LocationAsker:
        calls = LocatableCallStore(self.database.pool).calls
        return LocationAsker(self.clock, self.commands, calls, self.source, mode)

    async def dial(self, phone: str = MOBILE, mode: Mode = Mode.REAL, *, asserted: bool = True) -> CallId:
        call = CallId(new_id())
        known_by = NumberSource.NETWORK_ASSERTED if asserted else None
        ring = m.ReceiveCall(call=call, channel=CallChannel.CHAT, phone=phone, phone_known_by=known_by)
        await self.do(system_actor(mode), ring)
        return call

    async def answer(self, call: CallId) -> None:
        await self.do(LUCIA, m.SetDeskReady(languages=()))
        await self.do(LUCIA, m.AnswerCall(call=call))

    async def call(self, id: CallId) -> Call:
        found = await self.states.state(CALL, id)
        assert found is not None
        return found


async def ask(asker: LocationAsker, left: int = 0) -> None:
    """Look once, and wait until only this many questions have no answer."""
    await asker.look()
    await until(lambda: asker.in_progress <= left)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.002)


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[LocatedCentre]:
    async for one in replayed_room(database, clock, call_answering.reactions()):
        one.__class__ = LocatedCentre
        assert isinstance(one, LocatedCentre)
        one.source = Source(clock)
        yield one


async def test_a_call_that_rings_is_asked_about_and_the_ring_waits_for_nothing(room: LocatedCentre) -> None:
    room.source.hangs[MOBILE] = asyncio.Event()
    asker, call = room.asker(), await room.dial()
    await ask(asker, left=1)
    await room.answer(call)
    assert (await room.call(call)).positions == (), "answered while the server is silent"
    room.source.hangs[MOBILE].set()
    await until(lambda: asker.in_progress == 0)
    (fix,) = (await room.call(call)).positions
    assert fix.source is PositionSource.HELD


async def test_it_is_asked_again_until_the_call_ends_and_then_no_more(room: LocatedCentre) -> None:
    asker, call = room.asker(), await room.dial()
    await room.answer(call)
    for round_ in range(1, 4):
        await ask(asker)
        await ask(asker)
        assert len(room.source.asked) == round_, "once in an interval"
        await room.clock.advance(ASK_EVERY_S)
    assert len((await room.call(call)).positions) == 3
    await room.do(LUCIA, m.HangUp(call=call))
    await ask(asker)
    assert len(room.source.asked) == 3


async def test_a_key_at_the_desk_asks_at_once_and_its_answer_ends_the_request(room: LocatedCentre) -> None:
    asker, call = room.asker(), await room.dial()
    await room.answer(call)
    await ask(asker)
    await room.do(LUCIA, m.RequestLocation(call=call))
    request = (await room.call(call)).location_request
    assert request is not None
    assert request.ended_at is None
    await ask(asker)
    request = (await room.call(call)).location_request
    assert request is not None
    assert (request.ended_at, request.failure) == (room.clock.now(), None)
    assert len(room.source.asked) == 2


async def test_a_request_that_brings_nothing_ends_with_the_reason(room: LocatedCentre) -> None:
    room.source.failure = LocationFailure(server=SERVER, code="location_server_refused", reason="timeout")
    asker, call = room.asker(), await room.dial()
    await room.answer(call)
    for _ in range(2):
        await room.do(LUCIA, m.RequestLocation(call=call))
        await ask(asker)
    found = await room.call(call)
    assert found.location_request is not None
    assert found.location_request.failure == room.source.failure
    assert found.location_failures == (room.source.failure,), "the same one is told once"


async def test_a_slow_answer_delays_no_other_call_and_a_bounded_number_is_asked_at_once(
    room: LocatedCentre,
) -> None:
    room.source.hangs[MOBILE] = asyncio.Event()
    asker, slow, other = room.asker(), await room.dial(), await room.dial(OTHER)
    await ask(asker, left=1)
    assert len((await room.call(other)).positions) == 1
    assert (await room.call(slow)).positions == ()
    for nth in range(4):
        room.source.hangs[f"+3460011120{nth}"] = asyncio.Event()
        await room.dial(f"+3460011120{nth}")
    for _ in range(3):
        await asker.look()
        await asyncio.sleep(0)
    await until(lambda: room.source.most == 2)
    assert (asker.in_progress, len(room.source.asked)) == (2, 3), "two places, and one was free again"
    for event in room.source.hangs.values():
        event.set()
    await until(lambda: asker.in_progress == 0)


async def test_the_next_asker_goes_on_where_one_died(room: LocatedCentre) -> None:
    room.source.hangs[MOBILE] = asyncio.Event()
    call = await room.dial()
    await room.answer(call)
    await room.do(LUCIA, m.RequestLocation(call=call))
    died = asyncio.create_task(room.asker().run())
    await until(lambda: room.source.asked == [MOBILE])
    died.cancel()
    await asyncio.gather(died, return_exceptions=True)
    room.source.hangs.clear()
    await ask(room.asker())
    found = await room.call(call)
    assert found.location_request is not None
    assert found.location_request.ended_at is not None
    assert len(found.positions) == 1


@pytest.mark.parametrize("mode", [Mode.TRAINING, Mode.EXERCISE])
async def test_of_a_call_that_may_not_leave_nobody_is_asked_and_its_desk_is_told(
    room: LocatedCentre, mode: Mode
) -> None:
    asker, call = room.asker(), await room.dial(mode=mode)
    await ask(asker)
    operator = person("call_taker", "desk-01", mode=mode)
    await room.do(operator, m.SetDeskReady(languages=()))
    await room.do(operator, m.AnswerCall(call=call))
    await room.do(operator, m.RequestLocation(call=call))
    await ask(asker)
    request = (await room.call(call)).location_request
    assert request is not None
    assert request.failure == LocationFailure(server=SERVER, code="location_not_asked")
    assert room.source.asked == []


async def test_a_number_that_is_only_said_is_not_asked_about(room: LocatedCentre) -> None:
    await room.dial(asserted=False)
    await ask(room.asker())
    assert room.source.asked == []


async def test_without_a_location_server_a_desk_is_refused(room: LocatedCentre) -> None:
    call = await room.dial()
    await room.answer(call)
    service = CallService(CommandExecutor(room.database.pool, room.clock, room.database.wakeups))
    with pytest.raises(Refused, match="location_server_unset"):
        await service.handle(CommandId(new_id()), m.RequestLocation(call=call), LUCIA)
    assert (await room.call(call)).location_request is None
