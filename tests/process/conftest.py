"""A house in a test: every service behind one door, the reactions, and a clock that only the test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from auxilio.app.door import Door
from auxilio.app.timers import Timers
from auxilio.calls import service as calls
from auxilio.cases import service as cases
from auxilio.dispatch import service as dispatch
from auxilio.dispatch.fakes import EveryCaseIsOpen
from auxilio.dispatch.open_work import OpenTasks
from auxilio.dispatch.store import DispatchStore
from auxilio.followup import service as followup
from auxilio.followup.model import Watch
from auxilio.followup.store import WatchStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.nouns import Nouns
from auxilio.platform.database.work import Attempt, Work
from auxilio.platform.ids import new_id
from auxilio.process import answered, closed, followed, merged, received
from auxilio.process.runner import House, Reaction, Runner
from auxilio.triage import service as triage
from tests.database import Database
from tests.dispatch.made import plan
from tests.goods.book import looks_up
from tests.triage.shipped import library

NOUNS = Nouns(
    calls.CALL,
    calls.DESK,
    cases.CASE,
    dispatch.TASK,
    dispatch.UNIT,
    dispatch.ASSIGNMENT,
    dispatch.PATIENT,
    triage.RUN,
    followup.WATCH,
    followup.MESSAGE,
    followup.HANDOVER,
)


@dataclass
class Room:
    """One centre."""

    database: Database
    clock: SimulatedClock
    door: Door
    runner: Runner
    timers: Timers
    house: House

    async def do(self, actor: Actor, command: Command) -> Handled:
        """A person presses a key, and what follows from it follows."""
        handled = await self.door.handle(CommandId(new_id()), command, actor)
        await self.runner.catch_up()
        return handled

    async def wait(self, span_s: float) -> None:
        """Time passes; everything that comes due on the way happens at its own moment."""
        await self.wait_until(self.clock.now().timestamp() + span_s)

    async def wait_until(self, until_s: float) -> None:
        while True:
            await self.timers.tick()
            await self.runner.catch_up()
            now_s = self.clock.now().timestamp()
            if now_s >= until_s:
                return
            due = await self.timers.next_due()
            due_s = due.timestamp() if due else until_s
            await self.clock.advance(max(0.001, min(due_s, until_s) - now_s), settle=0)

    async def watches(self, **fields: str) -> list[Watch]:
        """Those that are not over."""
        return await self.house.live(followup.WATCH, **fields)

    async def facts(self) -> list[str]:
        """The kinds of all facts, in order."""
        return [e.kind for e in await log.read_after(self.database.pool, log.Cursor(), 10_000)]


async def lives_on(attempt: Attempt, case: CaseId) -> CaseId:
    """Tasks of many stories here are of cases that nobody opened."""
    found = await attempt.find(cases.CASE, case)
    return case if found is None else (await cases.lives_on(attempt, case)).id


def make_room(database: Database, clock: SimulatedClock, reactions: tuple[Reaction, ...]) -> Room:
    """The same centre; made again, it is the same centre after a crash."""
    work, store = Work(database.pool, clock, database.wakeups), DispatchStore(database.pool)
    door = Door(
        (calls.COMMANDS, calls.Calls(work).handle),
        (cases.COMMANDS, cases.Cases(work, (OpenTasks(store),), looks_up_goods=looks_up).handle),
        (
            dispatch.COMMANDS,
            dispatch.Dispatch(work, store, store, plan, EveryCaseIsOpen(), lives_on, store).handle,
        ),
        (triage.COMMANDS, triage.Triage(work, library()).handle),
        (followup.COMMANDS, followup.Followup(work).handle),
    )
    house = House(database.pool, NOUNS)
    runner = Runner(database.pool, NOUNS, database.wakeups, clock, door, reactions)
    timers = Timers(clock, door, house, WatchStore(database.pool), database.wakeups)
    return Room(database, clock, door, runner, timers, house)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


def reacting(database: Database, clock: SimulatedClock) -> Room:
    """A centre with every reaction of these stages."""
    return make_room(
        database,
        clock,
        (
            *answered.reactions(shared_numbers=frozenset({"+34960000000"})),
            *merged.reactions(),
            *followed.reactions(every_s=lambda protocol, version: 120),
            *received.reactions(),
            *closed.reactions(),
        ),
    )


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[Room]:
    """The centre of one story. When it is told, the whole log is run again, and nothing may change."""
    it = reacting(database, clock)
    yield it
    before = await it.facts()
    await database.pool.execute("delete from reader_cursor")
    await reacting(database, clock).runner.catch_up()
    more = (await it.facts())[len(before) :]
    assert more == [], "a replay is a repeat"
