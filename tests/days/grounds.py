"""Where a day is played: one centre with every service and every reaction, over PostgreSQL or over a log in memory.

The commands, the machines, the reactions and the timers are the real ones on both. Time moves only when a day says so.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from auxilio.app.door import Door
from auxilio.app.house import CaseLooks, all_nouns, reactions
from auxilio.app.posts import PostsNow, operations_service
from auxilio.app.timers import Timers
from auxilio.calls import service as calls
from auxilio.cases import service as cases
from auxilio.closures import service as closures
from auxilio.closures.service import CLOSURE
from auxilio.dispatch import service as dispatch
from auxilio.dispatch.fakes import StraightLines
from auxilio.dispatch.model.task import Task
from auxilio.dispatch.model.unit import Unit, UnitPosition
from auxilio.dispatch.open_work import OpenTasks, ServicesTold
from auxilio.dispatch.policy import Recommendation, recommend
from auxilio.dispatch.queries import DispatchQueries, times_for
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.store import DispatchStore
from auxilio.followup import service as followup
from auxilio.followup.model import Watch
from auxilio.followup.service import WATCH
from auxilio.followup.store import WatchStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Cursor, Envelope, Handled
from auxilio.kernel.ids import AgencyId, CaseId, CommandId, StreamId, UnitId, key_of, noun_of, stream_id
from auxilio.kernel.instant import iso_us
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.fakes import MemoryLog, MemoryWork
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.questions import Kept
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.database.work import Work
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.preventive import service as preventive
from auxilio.preventive.service import OPERATION
from auxilio.process.runner import House, Runner, in_lanes
from auxilio.triage import service as triage
from tests.database import fresh_database
from tests.dispatch.made import plan
from tests.goods.book import looks_up
from tests.triage.shipped import library

NOUNS = all_nouns()
SETTLES_WITHIN = 200
"""Rounds of reactions and timers after which a house that still moves is turning in circles."""


class Killed(BaseException):
    """The worker is gone between two of its commands. No `except Exception` of the house may see it."""


@dataclass
class Mortal:
    """The door as the worker uses it: when its time has come, the worker dies behind the command it gave."""

    door: Door
    left: int | None = None
    """How many more commands it lives for; None: for good."""

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        if self.left == 0:
            raise Killed
        handled = await self.door.handle(command_id, command, actor)
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
class Ground:
    """One centre on one day."""

    clock: SimulatedClock
    door: Door
    mortal: Mortal
    house: House
    watches: WatchStore
    store: Store
    make_runner: Any
    runner: Runner = field(init=False)
    deaths: int = 0

    def __post_init__(self) -> None:
        self.begin_again()

    def begin_again(self) -> None:
        """A worker that starts: all it knows is what is stored."""
        self.mortal.left = None
        self.runner = self.make_runner()
        self.timers = Timers(self.clock, self.mortal, self.house, self.watches, None)

    async def press(self, actor: Actor, command: Command, id: CommandId | None = None) -> Handled:
        """Somebody presses a key. What follows has not followed yet."""
        return await self.door.handle(id or CommandId(new_id()), command, actor)

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
        raise AssertionError("the house does not come to rest")

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
            for one in await self.house.live(OPERATION)
            for moment in (one.details.starts_at, one.details.ends_at)
            if moment > self.clock.now()
        ]
        ends = [one.until for one in await self.house.live(CLOSURE)]
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
async def over_postgres(server: EmbeddedPostgres) -> AsyncIterator[Ground]:
    """A day over a database of its own."""
    async with fresh_database(server) as database:
        pool, clock = database.pool, SimulatedClock()
        store = DispatchStore(pool)
        queries = DispatchQueries(pool, clock, store, StraightLines(), plan, store)
        door = door_of(Work(pool, clock, database.wakeups), store, CaseLooks(pool), House(pool, NOUNS), clock)
        mortal, follows = Mortal(door), reactions(queries.units_for)
        yield Ground(
            clock,
            door,
            mortal,
            House(pool, NOUNS),
            WatchStore(pool),
            PostgresStore(pool, database.wakeups),
            lambda: Runner(pool, NOUNS, database.wakeups, clock, mortal, follows),
        )


def door_of(work: Work, store: DispatchStore, looks: CaseLooks, house: House, clock: SimulatedClock) -> Door:
    """The services that a day needs, wired as `app.house.services` does."""
    here = PostsNow(house, clock).plan
    return Door(
        (calls.COMMANDS, calls.Calls(work).handle),
        (
            cases.COMMANDS,
            cases.Cases(work, (OpenTasks(store),), (ServicesTold(store),), looks.locates, looks_up).handle,
        ),
        (
            dispatch.COMMANDS,
            dispatch.Dispatch(work, store, store, plan, looks.workable, looks.lives_on, store, here).handle,
        ),
        (triage.COMMANDS, triage.Triage(work, library(), looks.mode_of).handle),
        (followup.COMMANDS, followup.Followup(work, looks.mode_of, looks.speaks, looks.goes_on_in).handle),
        (closures.COMMANDS, closures.Closing(work).handle),
        (preventive.COMMANDS, operations_service(work, house, agencies).handle),
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

    async def ids(self, noun: str, case: CaseId) -> list[UUID]:
        return [UUID(key_of(one.stream)) for one in self.log.of(noun, case=case)]

    async def facts_after(self, cursor: Cursor) -> list[Envelope]:
        return self.log.after(cursor)

    async def states(self) -> dict[StreamId, tuple[int, str]]:
        return {stream: (one.version, one.state) for stream, one in self.log.nouns.items()}


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


class MemoryHouse(House):
    def __init__(self, memory: MemoryLog) -> None:
        self.log = memory

    async def state(self, noun: Noun[Any], key: UUID | str) -> Any:
        kept = self.log.nouns.get(stream_id(noun.name, key))
        return noun.read_state(kept.state) if kept else None

    async def live(self, noun: Noun[Any], **fields: str | None) -> list[Any]:
        def fits(state: Any) -> bool:
            return all(_text(getattr(state, name)) == value for name, value in fields.items())

        return [state for state in _read(noun, self.log.of(noun.name), live=True) if fits(state)]

    async def of_case(self, case: UUID) -> list[Any]:
        return [NOUNS[one.noun].read_state(one.state) for one in self.log.nouns.values() if one.case == case]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _read(noun: Noun[Any], kept: Iterable[Kept], *, live: bool) -> list[Any]:
    return [noun.read_state(one.state) for one in kept if one.live or not live]


class MemoryLooks(CaseLooks):
    def __init__(self, house: MemoryHouse) -> None:
        self._house, self._before_seal = house, ()

    async def mode_of(self, case: CaseId) -> Any:
        found = await self._house.state(cases.CASE, case)
        assert found is not None, "asked of cases that are there"
        return found.mode


class MemoryRunner(Runner):
    """The reader over a log in memory. A defect of a reaction is not parked here: it ends the day."""

    saved: dict[str, Cursor]
    memory: MemoryLog

    async def step(self) -> bool:
        batch = self.memory.after(self.saved.get(self.name, Cursor()))
        if not batch:
            return False
        for lane in in_lanes([fact for fact in batch if fact.kind in self._by_kind]):
            for fact in lane:
                await self._react(fact)
        self.saved[self.name] = batch[-1].position
        return True


@asynccontextmanager
async def in_memory() -> AsyncIterator[Ground]:
    """A day without a server."""
    memory, clock, saved = MemoryLog(), SimulatedClock(), dict[str, Cursor]()
    store, house = MemoryStore(memory), MemoryHouse(memory)
    door = door_of(MemoryWork(memory, clock), store, MemoryLooks(house), house, clock)
    mortal = Mortal(door)

    async def units_for(task: Task) -> Recommendation:
        units = await house.live(UNIT, centre=task.centre)
        times = await times_for(task, units, {unit.id: unit.home for unit in units}, StraightLines())
        return recommend(task, units, {}, times, clock.now())

    def runner() -> Runner:
        made = MemoryRunner(None, NOUNS, None, clock, mortal, reactions(units_for))
        made.house, made.saved, made.memory = house, saved, memory
        return made

    yield Ground(clock, door, mortal, house, MemoryWatches(memory), store, runner)


def noun_at(stream: StreamId) -> Noun[Any]:
    """Which noun a stream tells of."""
    return NOUNS[noun_of(stream)]
