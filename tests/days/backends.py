"""Where a day is played: one centre with every service and every reaction, over PostgreSQL or over a log in memory.

The commands, the machines, the reactions and the timers are the real ones on both. Time moves only when a day says so.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from auxilio.access.command_bus import CommandBus
from auxilio.app.capabilities import all_aggregates
from auxilio.calls import service as calls
from auxilio.cases import service as cases
from auxilio.dispatch import service as dispatch
from auxilio.dispatch.fakes import StraightLines
from auxilio.dispatch.open_work import OpenTaskCheck, ServiceOutcomeCheck
from auxilio.dispatch.queries import DispatchQueries, times_for
from auxilio.dispatch.recommendation.core.policy import Recommendation, recommend
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.model import Unit, UnitPosition
from auxilio.followup import service as followup
from auxilio.followup.core.model import Watch
from auxilio.followup.service import WATCH
from auxilio.followup.store import WatchStore
from auxilio.instructions import service as instructions
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Cursor, Envelope
from auxilio.kernel.ids import (
    AgencyId,
    CaseId,
    CommandId,
    StreamId,
    UnitId,
    aggregate_name,
    key_of,
    stream_id,
)
from auxilio.kernel.instant import iso_us
from auxilio.planned_events import service as preventive
from auxilio.planned_events.service import OPERATION
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.command_store import AggregateWrite
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.fakes import MemoryCommandExecutor, MemoryLog
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.road_closures import service as closures
from auxilio.road_closures.service import CLOSURE
from auxilio.triage import service as triage
from auxilio.workflows.capability import reactions
from auxilio.workflows.case_queries import CaseQueries
from auxilio.workflows.event_command_posts import EventCommandPosts
from auxilio.workflows.planned_event_queries import PlannedEventQueries
from auxilio.workflows.runner import ReactionRunner, StateReader, split_into_lanes
from auxilio.workflows.timers import DueTimers
from tests.database import fresh_database
from tests.dispatch.factories import plan
from tests.hazmat.reference_tables import looks_up
from tests.instructions.test_dictation import cards
from tests.triage.shipped_content import library

AGGREGATES = all_aggregates()
SETTLES_WITHIN = 200
"""Rounds of reactions and timers after which one that still moves is turning in circles."""


class Killed(BaseException):
    """The worker is gone between two of its commands. No `except Exception` of Auxilio may catch it."""


@dataclass
class Mortal:
    """The command bus as the worker uses it: at a set moment, the worker ends after the command it sent."""

    commands: CommandBus
    left: int | None = None
    """How many more commands it lives for; None: for good."""

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        if self.left == 0:
            raise Killed
        handled = await self.commands.handle(command_id, command, actor)
        if self.left is not None:
            self.left -= 1
            if self.left == 0:
                raise Killed
        return handled


class Store(Protocol):
    """What a ground reads of its log."""

    async def facts_after(self, cursor: Cursor) -> list[Envelope]: ...

    async def states(self) -> dict[StreamId, tuple[int, str]]: ...


@dataclass
class SimulatedDay:
    """One centre on one day."""

    clock: SimulatedClock
    commands: CommandBus
    mortal: Mortal
    states: StateReader
    watches: WatchStore
    store: Store
    make_runner: Any
    runner: ReactionRunner = field(init=False)
    deaths: int = 0

    def __post_init__(self) -> None:
        self.begin_again()

    def begin_again(self) -> None:
        """A worker that starts: all it knows is what is stored."""
        self.mortal.left = None
        self.runner = self.make_runner()
        self.timers = DueTimers(self.clock, self.mortal, self.states, self.watches, None)

    async def press(self, actor: Actor, command: Command, id: CommandId | None = None) -> CommandResult:
        """Somebody presses a key. What follows has not followed yet."""
        return await self.commands.handle(id or CommandId(new_id()), command, actor)

    async def settle(self) -> None:
        """Everything that follows follows, and all that has come due happens; a worker that dies is started again."""
        for _ in range(SETTLES_WITHIN):
            try:
                moved = await self.runner.step()
                moved = await self.timers.tick() > 0 or moved
            except Killed:
                self.deaths += 1
                self.begin_again()
                continue
            if not moved:
                return
        raise AssertionError("reactions and timers do not come to rest")

    async def wait(self, span_s: float) -> None:
        """Time passes; what comes due on the way happens at its own moment."""
        until = self.clock.now().timestamp() + span_s
        while (now := self.clock.now().timestamp()) < until:
            # What is due since before and did not move is a fault for the invariants, not a reason to stand still.
            dues = [at for due in await self._dues() if now < (at := due.timestamp()) < until]
            await self.clock.advance(max(0.000_001, min(dues, default=until) - now), settle=0)
            await self.settle()

    async def _dues(self) -> list[datetime]:
        due = await self.timers.next_due()
        turns = [
            moment
            for one in await self.states.live(OPERATION)
            for moment in (one.details.starts_at, one.details.ends_at)
            if moment > self.clock.now()
        ]
        ends = [one.until for one in await self.states.live(CLOSURE)]
        return [*([due] if due else []), *ends, *turns]


# --- over PostgreSQL ------------------------------------------------------------------------------


@dataclass
class PostgresStore:
    pool: Pool
    wakeups: Wakeups

    async def facts_after(self, cursor: Cursor) -> list[Envelope]:
        return await log.read_after(self.pool, cursor, 1_000_000)

    async def states(self) -> dict[StreamId, tuple[int, str]]:
        rows = await self.pool.fetch("select id, version, state::text as state from stream where version > 0")
        return {StreamId(row["id"]): (row["version"], row["state"]) for row in rows}


@asynccontextmanager
async def over_postgres(server: EmbeddedPostgres) -> AsyncIterator[SimulatedDay]:
    """A day over a database of its own."""
    async with fresh_database(server) as database:
        pool, clock = database.pool, SimulatedClock()
        store = DispatchStore(pool)
        queries = DispatchQueries(pool, clock, store, StraightLines(), plan, store)
        commands = command_bus_of(
            CommandExecutor(pool, clock, database.wakeups),
            store,
            CaseQueries(pool, AGGREGATES),
            StateReader(pool, AGGREGATES),
            clock,
        )
        mortal, follows = Mortal(commands), reactions(queries.units_for)
        yield SimulatedDay(
            clock,
            commands,
            mortal,
            StateReader(pool, AGGREGATES),
            WatchStore(pool),
            PostgresStore(pool, database.wakeups),
            lambda: ReactionRunner(pool, AGGREGATES, database.wakeups, clock, mortal, follows),
        )


def command_bus_of(
    work: CommandExecutor,
    store: DispatchStore,
    looks: CaseQueries,
    states: StateReader,
    clock: SimulatedClock,
) -> CommandBus:
    """The services that a day needs, wired as `app.capabilities.command_bus` does."""
    here, asks = EventCommandPosts(states, clock).plan, PlannedEventQueries(states)
    return CommandBus(
        (calls.COMMANDS, calls.CallService(work).handle),
        (
            cases.COMMANDS,
            cases.CaseService(
                work, (OpenTaskCheck(store),), (ServiceOutcomeCheck(store),), looks.locates, looks_up
            ).handle,
        ),
        (
            dispatch.COMMANDS,
            dispatch.DispatchService(
                work, store, store, plan, looks.workable, looks.lives_on, store, here
            ).handle,
        ),
        (triage.COMMANDS, triage.TriageService(work, library(), looks.interviewable, looks.runs).handle),
        (
            instructions.COMMANDS,
            instructions.InstructionService(work, cards(), looks, cards_of=looks.cards).handle,
        ),
        (followup.COMMANDS, followup.Followup(work, looks.mode_of, looks.goes_on_in).handle),
        (closures.COMMANDS, closures.RoadClosureService(work).handle),
        (
            preventive.COMMANDS,
            preventive.PlannedEventService(
                work, asks.lendable_unit, asks.live_operations, asks.left_over, agencies
            ).handle,
        ),
    )


async def agencies() -> frozenset[AgencyId]:
    return frozenset(one.agency for one in plan().area.centres.values())


# --- in memory ------------------------------------------------------------------------------------


@dataclass
class MemoryStore(DispatchStore):
    """What dispatch, the timers and the invariants ask of a log in memory."""

    log: MemoryLog

    async def latest(self, units: Sequence[UnitId] | None = None) -> list[UnitPosition]:
        return []

    async def units(self) -> list[Unit]:
        return [UNIT.read_state(one.state) for one in self.log.of("unit")]

    async def ids(self, aggregate: str, case: CaseId) -> list[UUID]:
        return [UUID(key_of(one.stream)) for one in self.log.of(aggregate, case=case)]

    async def facts_after(self, cursor: Cursor) -> list[Envelope]:
        return self.log.after(cursor)

    async def states(self) -> dict[StreamId, tuple[int, str]]:
        return {stream: (one.version, one.state) for stream, one in self.log.aggregates.items()}


@dataclass
class MemoryWatches(WatchStore):
    log: MemoryLog

    async def due(self, at: datetime, limit: int = 200) -> list[Watch]:
        found = [one for one in self._waiting() if str(one.due) <= iso_us(at)]
        return sorted(found, key=lambda one: str(one.due))[:limit]

    async def next_due(self) -> datetime | None:
        due = min((str(one.due) for one in self._waiting()), default=None)
        return datetime.fromisoformat(due) if due else None

    def _waiting(self) -> list[Watch]:
        found = [WATCH.read_state(one.state) for one in self.log.of("watch") if one.live]
        return [one for one in found if one.due is not None]


class MemoryStateReader(StateReader):
    def __init__(self, memory: MemoryLog) -> None:
        self.log = memory

    async def state(self, aggregate: Aggregate[Any], key: UUID | str) -> Any:
        kept = self.log.aggregates.get(stream_id(aggregate.name, key))
        return aggregate.read_state(kept.state) if kept else None

    async def live(self, aggregate: Aggregate[Any], **fields: str | None) -> list[Any]:
        def fits(state: Any) -> bool:
            return all(_text(getattr(state, name)) == value for name, value in fields.items())

        return [state for state in _read(aggregate, self.log.of(aggregate.name), live=True) if fits(state)]

    async def of_case(self, case: UUID) -> list[Any]:
        return [
            AGGREGATES[one.aggregate].read_state(one.state)
            for one in self.log.aggregates.values()
            if one.case == case
        ]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _read(aggregate: Aggregate[Any], kept: Iterable[AggregateWrite], *, live: bool) -> list[Any]:
    return [aggregate.read_state(one.state) for one in kept if one.live or not live]


class MemoryLooks(CaseQueries):
    def __init__(self, states: MemoryStateReader) -> None:
        self._states, self._before_seal = states, ()

    async def mode_of(self, case: CaseId) -> Any:
        found = await self._states.state(cases.CASE, case)
        assert found is not None, "asked of cases that are there"
        return found.mode


class MemoryRunner(ReactionRunner):
    """The reader over a log in memory. A defect of a reaction is not parked here: it ends the day."""

    saved: dict[str, Cursor]
    memory: MemoryLog

    async def step(self) -> bool:
        batch = self.memory.after(self.saved.get(self.name, Cursor()))
        if not batch:
            return False
        for lane in split_into_lanes([fact for fact in batch if fact.kind in self._by_kind]):
            for fact in lane:
                await self._react(fact)
        self.saved[self.name] = batch[-1].position
        return True


@asynccontextmanager
async def in_memory() -> AsyncIterator[SimulatedDay]:
    """A day without a server."""
    memory, clock, saved = MemoryLog(), SimulatedClock(), dict[str, Cursor]()
    store, states = MemoryStore(memory), MemoryStateReader(memory)
    commands = command_bus_of(MemoryCommandExecutor(memory, clock), store, MemoryLooks(states), states, clock)
    mortal = Mortal(commands)

    async def units_for(task: Task) -> Recommendation:
        units = await states.live(UNIT, centre=task.centre)
        times = await times_for(task, units, {unit.id: unit.home for unit in units}, StraightLines())
        return recommend(task, units, {}, times, clock.now())

    def runner() -> ReactionRunner:
        made = MemoryRunner(None, AGGREGATES, None, clock, mortal, reactions(units_for))
        made.states, made.saved, made.memory = states, saved, memory
        return made

    yield SimulatedDay(clock, commands, mortal, states, MemoryWatches(memory), store, runner)


def aggregate_at(stream: StreamId) -> Aggregate[Any]:
    """Which aggregate a stream tells of."""
    return AGGREGATES[aggregate_name(stream)]
