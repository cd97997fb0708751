"""An unhandled exception is one log line and one alarm of the room, whatever number of them comes (decision 0230)."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.followup import service as followup
from auxilio.followup.core import messages as m
from auxilio.followup.core.model import EscalationLevel, Watch, WatchKind
from auxilio.kernel.ids import CommandId, WatchId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.ids import new_id
from auxilio.workflows.fault_alarm import AGAIN_S, LINES_MAX, FaultAlarm, watching_faults
from auxilio.workflows.runner import StateReader
from tests.actors import person
from tests.database import Database
from tests.voice.factories import AT

CLARA = person("supervisor")
PATIENCE_S = 20


class FaultSetup:
    """A process of Auxilio, as far as its faults go."""

    def __init__(self, database: Database) -> None:
        self.clock = SimulatedClock(AT)
        aggregates = AggregateRegistry(followup.WATCH)
        service = followup.Followup(database.work)
        self.states = StateReader(database.pool, aggregates)
        self.commands = CommandBus((followup.COMMANDS, service.handle))
        self.process: Any = SimpleNamespace(
            commands=self.commands, pool=database.pool, aggregates=aggregates, clock=self.clock
        )

    @asynccontextmanager
    async def runs(self, part: str = "voice") -> AsyncIterator[FaultAlarm]:
        async with watching_faults(part, self.process, Mode.REAL) as faults:
            yield faults

    async def alarms(self, part: str = "voice") -> list[Watch]:
        return await self.states.live(followup.WATCH, kind=WatchKind.PROCESS_FAULT.value, about=part)

    async def alarmed(self) -> Watch:
        async with asyncio.timeout(PATIENCE_S):
            while not (found := await self.alarms()):
                await asyncio.sleep(0.01)
        assert len(found) == 1
        return found[0]


@pytest.fixture
def told(database: Database) -> FaultSetup:
    return FaultSetup(database)


def errors(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Ours alone: the loop complains of tasks that an earlier test left, whenever it meets them."""
    ours = [record for record in caplog.records if record.name == "auxilio.workflows.fault_alarm"]
    return [record for record in ours if record.levelno >= logging.ERROR]


def broken(*_: Any) -> None:
    raise RuntimeError("quotes +34600100200, whom nobody may read in a log")


async def in_a_task() -> None:
    broken()


class Breaks(asyncio.DatagramProtocol):
    datagram_received = broken


async def by_a_protocol() -> None:
    loop = asyncio.get_running_loop()
    there, _ = await loop.create_datagram_endpoint(Breaks, ("127.0.0.1", 0))
    here, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 0))
    here.sendto(b"x", there.get_extra_info("sockname"))
    await asyncio.sleep(0.05)
    here.close()
    there.close()


async def by_a_callback() -> None:
    asyncio.get_running_loop().call_soon(broken)


async def by_a_timer() -> None:
    asyncio.get_running_loop().call_later(0.001, broken)


async def by_a_task() -> None:
    BackgroundTasks("some_task").spawn(in_a_task())


@pytest.mark.parametrize("fails", [by_a_callback, by_a_timer, by_a_task, by_a_protocol])
async def test_an_exception_that_nobody_catches_is_a_line_and_an_alarm_of_the_room(
    told: FaultSetup, caplog: pytest.LogCaptureFixture, fails: Any
) -> None:
    async with told.runs():
        await fails()
        watch = await told.alarmed()
    assert (watch.first, watch.top, watch.about) == (EscalationLevel.ROOM, EscalationLevel.ROOM, "voice")
    lines = errors(caplog)
    assert [line.getMessage() for line in lines] == ["unhandled_exception"]
    assert all("34600100200" not in line.getMessage() for line in lines)


async def test_a_storm_is_one_alarm_and_a_bounded_number_of_lines(
    told: FaultSetup, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.get_running_loop()
    async with told.runs():
        for _ in range(1_000):
            loop.call_soon(broken)
        await told.alarmed()
        for _ in range(1_000):
            loop.call_soon(broken)
        await asyncio.sleep(0.05)
        assert len(await told.alarms()) == 1
    said = errors(caplog)
    assert len(said) == LINES_MAX + 1
    assert said[-1].getMessage() == "unhandled_exceptions_more"
    assert said[-1].__dict__["count"] == 2_000 - LINES_MAX


async def test_answered_it_is_raised_again_by_the_next_fault_but_not_at_once(told: FaultSetup) -> None:
    loop = asyncio.get_running_loop()
    async with told.runs():
        loop.call_soon(broken)
        watch = await told.alarmed()
        answer = m.AnswerWatch(watch=WatchId(watch.id))
        await told.commands.handle(CommandId(new_id()), answer, CLARA)
        assert await told.alarms() == []
        loop.call_soon(broken)
        await asyncio.sleep(0.05)
        assert await told.alarms() == [], "who has just said that they know is not told again"
        await told.clock.advance(AGAIN_S)
        assert (await told.alarmed()).id != watch.id


async def test_each_process_has_its_own_alarm(told: FaultSetup) -> None:
    async with told.runs("worker"):
        async with told.runs("voice"):
            asyncio.get_running_loop().call_soon(broken)
            await told.alarmed()
        assert await told.alarms("worker") == []


async def test_what_ends_a_process_is_told_before_it_ends(told: FaultSetup) -> None:
    with pytest.raises(ExceptionGroup):
        async with told.runs(), asyncio.TaskGroup() as group:
            group.create_task(in_a_task())
    assert len(await told.alarms()) == 1


async def test_being_told_to_stop_is_no_fault(told: FaultSetup, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with told.runs():
            await asyncio.sleep(60)

    task = asyncio.create_task(run())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await told.alarms() == []
    assert errors(caplog) == []
