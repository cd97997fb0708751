"""Aim: a fix that came before its call is found by the call, once, also where a process died in between (decision 0391)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.fix_matching import PARKED_S, ArrivedFix
from auxilio.calls.core.model import CallChannel, NumberSource
from auxilio.calls.location_messages import LEFT_AFTER_S, LocationMessages
from auxilio.calls.parked_fixes import store as parked_fix_store
from auxilio.calls.parked_fixes.store import ParkedFixStore
from auxilio.calls.service import CALL
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.position import Point, Position, PositionFlag, PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.workflows import call_answering, parked_fixes
from auxilio.workflows.runner import system_actor
from tests.actors import system
from tests.database import Database
from tests.workflows.conftest import WorkflowSetup, replayed_room

MOBILE, OTHER = "+34600111222", "+34600111223"
IMEI = "35693803564380"


class Ways(WorkflowSetup):
    """A centre with the way in of messages about places."""

    @property
    def messages(self) -> LocationMessages:
        return LocationMessages(
            ParkedFixStore(self.database.pool), self.clock, self.commands, system_actor(Mode.REAL)
        )

    def fix(self, identity: str = MOBILE, lat: float = 42.5) -> ArrivedFix:
        at = self.clock.now()
        position = Position(
            point=Point(lat=lat, lon=1.5), source=PositionSource.AML, uncertainty_m=12, at=at, received_at=at
        )
        message = m.LocationMessage(
            id=new_id(), source=PositionSource.AML, received_at=at, raw="v=1&location_latitude=42.5"
        )
        return ArrivedFix(identity=identity, message=message, position=position)

    async def dial(self, phone: str | None = MOBILE, **more: Any) -> CallId:
        call = CallId(new_id())
        known_by = NumberSource.NETWORK_ASSERTED if phone else None
        ring = m.ReceiveCall(
            call=call, channel=CallChannel.VOICE, phone=phone, phone_known_by=known_by, **more
        )
        await self.do(system(), ring)
        return call

    async def fixes(self, call: CallId) -> list[tuple[PositionFlag, ...]]:
        found = await self.states.state(CALL, call)
        assert found is not None
        return [one.flags for one in found.positions]

    async def parked(self) -> int:
        return int(await self.database.pool.fetchval("select count(*) from parked_fix"))


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[Ways]:
    messages = LocationMessages(ParkedFixStore(database.pool), clock, None, system_actor(Mode.REAL))  # type: ignore[arg-type]  # only reads here
    follows = (
        *call_answering.reactions(),
        *parked_fixes.reactions(messages.parked, Mode.REAL),
    )
    async for one in replayed_room(database, clock, follows):
        one.__class__ = Ways
        assert isinstance(one, Ways)
        yield one


async def test_a_fix_of_a_call_in_progress_is_told_at_once_and_waits_no_more(room: Ways) -> None:
    call, other = await room.dial(), await room.dial(OTHER)
    assert await room.messages.receive(room.fix()) == 1
    assert (await room.fixes(call), await room.fixes(other)) == ([()], [])
    assert await room.parked() == 0


async def test_a_fix_that_comes_first_is_found_by_the_next_call_of_its_number(room: Ways) -> None:
    assert await room.messages.receive(room.fix()) == 0
    stranger = await room.dial(OTHER)
    await room.wait(PARKED_S - 60)
    assert (await room.fixes(stranger), await room.fixes(await room.dial())) == (
        [],
        [(PositionFlag.BEFORE_CALL,)],
    )


async def test_a_call_without_a_number_finds_its_fix_by_the_telephones_imei(room: Ways) -> None:
    await room.messages.receive(room.fix(f"imei:{IMEI}"))
    call = await room.dial(None, imei=IMEI)
    assert await room.messages.receive(room.fix(f"imei:{IMEI}", lat=42.6)) == 1
    assert await room.fixes(call) == [(), ()]


async def test_a_number_that_is_only_said_finds_nothing(room: Ways) -> None:
    await room.messages.receive(room.fix())
    call = CallId(new_id())
    await room.do(system(), m.ReceiveCall(call=call, channel=CallChannel.VOICE, phone=MOBILE))
    assert await room.fixes(call) == []


async def test_what_a_process_that_died_has_parked_is_delivered_by_the_worker(room: Ways) -> None:
    call = await room.dial()
    await room.messages.store.park(room.fix())  # and here it died
    await room.messages.tidy()
    assert await room.fixes(call) == [], "its process may still be at work"
    await room.wait(LEFT_AFTER_S + 1)
    await room.messages.tidy()
    assert (await room.fixes(call), await room.parked()) == ([()], 0)


async def test_a_process_that_dies_after_telling_the_call_tells_it_nothing_twice(room: Ways) -> None:
    call, fix = await room.dial(), room.fix()
    await room.messages.receive(fix)
    await room.messages.store.park(fix)
    await room.wait(LEFT_AFTER_S + 1)
    await room.messages.tidy()
    assert await room.fixes(call) == [()]
    assert (await room.facts()).count("calls.call.location_message_received") == 1


async def test_a_call_that_refuses_a_fix_keeps_it_from_no_other(
    room: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing, other = await room.dial(), await room.dial(OTHER)
    await room.messages.store.park(room.fix())
    await room.messages.store.park(room.fix(OTHER))
    await room.wait(LEFT_AFTER_S + 1)
    handle = room.commands.handle

    async def refuse(id: CommandId, command: Command, actor: Actor) -> object:
        if isinstance(command, m.ReportLocationMessage) and command.call == refusing:
            raise Refused("unknown_call")
        return await handle(id, command, actor)

    monkeypatch.setattr(room.commands, "handle", refuse)
    await room.messages.tidy()
    assert (await room.fixes(refusing), await room.fixes(other)) == ([], [()])
    assert await room.parked() == 1
    await room.wait(PARKED_S)
    await room.messages.tidy()
    assert await room.parked() == 0, "what was refused waits out its half hour"


async def test_a_fix_opens_nothing(room: Ways) -> None:
    await room.messages.receive(room.fix())
    await room.wait(LEFT_AFTER_S + 1)
    await room.messages.tidy()
    assert await room.facts() == []


async def test_after_half_an_hour_what_waits_is_gone(room: Ways) -> None:
    await room.messages.receive(room.fix())
    await room.wait(PARKED_S + 1)
    await room.messages.tidy()
    assert await room.parked() == 0


async def test_of_one_telephone_only_the_newest_wait(room: Ways) -> None:
    for _ in range(parked_fix_store.OF_TELEPHONE_MAX + 5):
        await room.messages.receive(room.fix())
        await room.clock.advance(1, settle=0)
    assert await room.parked() == parked_fix_store.OF_TELEPHONE_MAX
    oldest = await room.database.pool.fetchval("select min(received_at) from parked_fix")
    assert (room.clock.now() - oldest).total_seconds() == parked_fix_store.OF_TELEPHONE_MAX


async def test_a_flood_of_telephones_pushes_out_the_oldest(
    room: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parked_fix_store, "PARKED_MAX", 10)
    for nth in range(25):
        await room.messages.receive(room.fix(f"+346001112{nth:02}"))
        await room.clock.advance(1, settle=0)
    await room.messages.tidy()
    left = await room.database.pool.fetch("select identity from parked_fix order by received_at")
    assert [row["identity"] for row in left] == [f"+346001112{nth:02}" for nth in range(15, 25)]
