"""Aim: a closure counts in the very next answer of every process, opens again exactly, and one of an exercise closes nothing."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from auxilio.app.capabilities import aggregates
from auxilio.app.composition import follow_road_closures, open_region, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.followup.store import WatchStore
from auxilio.geo.model import Route, TravelBasis, TravelTime
from auxilio.geo.service import RegionService
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.ids import new_id
from auxilio.road_closures.core import messages as m
from auxilio.road_closures.core.model import ClosureId, ClosureReason
from auxilio.workflows.runner import StateReader
from auxilio.workflows.timers import DueTimers
from tests.actors import person
from tests.database import Database

pytestmark = pytest.mark.region
SOUTH, PLAZA = Point(lat=41.9125, lon=1.8995), Point(lat=41.9205, lon=1.9030)
BRIDGE = tuple(
    Point(lat=lat, lon=lon)
    for lat, lon in ((41.9158, 1.8985), (41.9158, 1.9005), (41.9166, 1.9005), (41.9166, 1.8985))
)


@dataclass
class Process:
    """One of the processes of an installation."""

    runtime: Runtime
    region: RegionService

    async def asked(self) -> tuple[Route, TravelTime]:
        (time,) = await self.region.times_to(PLAZA, [SOUTH])
        return await self.region.route(SOUTH, PLAZA), time

    async def do(self, command: Command, mode: Mode = Mode.REAL) -> None:
        await self.runtime.commands.handle(
            CommandId(new_id()), command, person("dispatcher", "c-1", mode=mode)
        )


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
async def processes(
    database: Database, clock: SimulatedClock, town: Path, tmp_path: Path
) -> AsyncIterator[tuple[Process, Process]]:
    async with AsyncExitStack() as stack:
        opened = []
        for name in ("serve", "worker"):
            settings = Settings(area="demo", database_url=database.dsn, data=tmp_path / name, region=town)
            runtime = await stack.enter_async_context(open_runtime(settings, clock))
            region = open_region(settings)
            stack.callback(region.close)
            follow_road_closures(runtime, region, settings.mode)
            opened.append(Process(runtime, region))
        yield opened[0], opened[1]


def flood(clock: SimulatedClock, hours: float = 2) -> m.DrawClosure:
    return m.DrawClosure(
        closure=ClosureId(new_id()),
        ring=BRIDGE,
        reason=ClosureReason.FLOOD,
        until=clock.now() + timedelta(hours=hours),
    )


def is_closed(before: tuple[Route, TravelTime], after: tuple[Route, TravelTime]) -> bool:
    return all(
        now.by is TravelBasis.THROUGH_CLOSURE or now.duration_s > then.duration_s * 2
        for then, now in zip(before, after, strict=True)
    )


async def test_it_counts_in_the_next_answer_of_every_process_and_lifted_leaves_nothing_behind(
    processes: tuple[Process, Process], clock: SimulatedClock
) -> None:
    before = await processes[0].asked()
    drawn = flood(clock)
    await processes[0].do(drawn)
    for process in processes:
        assert is_closed(before, await process.asked())
    await processes[1].do(m.LiftClosure(closure=drawn.closure))
    for process in processes:
        assert await process.asked() == before


async def test_a_process_that_starts_later_knows_it(
    processes: tuple[Process, Process], clock: SimulatedClock
) -> None:
    drawing, late = processes
    before = await drawing.asked()
    await drawing.do(flood(clock))
    assert is_closed(before, await late.asked())


async def test_an_exercise_closes_no_real_road(
    processes: tuple[Process, Process], clock: SimulatedClock
) -> None:
    before = await processes[0].asked()
    await processes[0].do(flood(clock), Mode.EXERCISE)
    assert await processes[0].asked() == before


async def test_its_roads_open_at_its_end_and_the_system_says_so(
    processes: tuple[Process, Process], clock: SimulatedClock
) -> None:
    process, _ = processes
    before = await process.asked()
    await process.do(flood(clock, hours=1))
    runtime = process.runtime
    states = StateReader(runtime.pool, AggregateRegistry(*aggregates()))
    timers = DueTimers(clock, runtime.commands, states, WatchStore(runtime.pool), runtime.wakeups)
    await timers.tick()
    assert is_closed(before, await process.asked())
    await clock.advance(3600)
    assert await process.asked() == before, "nobody waits for the timers"
    await timers.tick()
    kinds = [fact.kind for fact in await log.read_after(runtime.pool, log.Cursor(), 100)]
    assert kinds == ["closures.closure.drawn", "closures.closure.ended"]


async def test_who_may_not_close_a_road_does_not(
    processes: tuple[Process, Process], clock: SimulatedClock
) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        await processes[0].runtime.commands.handle(
            CommandId(new_id()), flood(clock), person("call_taker", "desk-01")
        )
