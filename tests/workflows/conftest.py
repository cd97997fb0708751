"""An installation in a test: every service behind one command bus, the reactions, and a clock that only the test moves."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.calls import service as calls
from auxilio.cases import service as cases
from auxilio.dispatch import service as dispatch
from auxilio.dispatch.fakes import EveryCaseIsOpen
from auxilio.dispatch.open_work import OpenTaskCheck
from auxilio.dispatch.push import service as push
from auxilio.dispatch.store import DispatchStore
from auxilio.followup import service as followup
from auxilio.followup.core.model import Watch
from auxilio.followup.store import WatchStore
from auxilio.identity.log_service import SEAT
from auxilio.instructions import service as instructions
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty import service as mass_casualty
from auxilio.notifications import service as notifications
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.store import LivingNotifications
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.ids import new_id
from auxilio.rosters import service as rosters
from auxilio.rosters.service import ON_CALL_DUTY
from auxilio.triage import service as triage
from auxilio.workflows import call_answering as answered
from auxilio.workflows import call_back_rules, notices
from auxilio.workflows import case_closing as closed
from auxilio.workflows import case_merging as merged
from auxilio.workflows import followup_watches as followed
from auxilio.workflows import hospital_alerts as received
from auxilio.workflows.card_audience import CallListeners
from auxilio.workflows.case_calls import CaseCalls
from auxilio.workflows.case_queries import CaseQueries
from auxilio.workflows.notification_content import (
    OnCallPeople,
    is_reserved_case,
    notice_to_give,
    notification_text,
    notified_case,
)
from auxilio.workflows.runner import Reaction, ReactionRunner, StateReader
from auxilio.workflows.timers import DueTimers
from tests.database import Database
from tests.dispatch.factories import plan
from tests.hazmat.reference_tables import looks_up
from tests.instructions.test_dictation import cards
from tests.mass_casualty.test_situations import PLANS
from tests.triage.shipped_content import library

AGGREGATES = AggregateRegistry(
    calls.CALL,
    calls.DESK,
    cases.CASE,
    dispatch.TASK,
    dispatch.UNIT,
    dispatch.ASSIGNMENT,
    dispatch.PATIENT,
    triage.RUN,
    instructions.DICTATION,
    followup.WATCH,
    followup.MESSAGE,
    followup.HANDOVER,
    NOTIFICATION,
    ON_CALL_DUTY,
    SEAT,
    mass_casualty.SCENE,
    mass_casualty.SITUATION,
)


@dataclass
class WorkflowSetup:
    """One centre."""

    database: Database
    clock: SimulatedClock
    commands: CommandBus
    runner: ReactionRunner
    timers: DueTimers
    states: StateReader

    async def do(self, actor: Actor, command: Command) -> CommandResult:
        """A person presses a key, and what follows from it follows."""
        handled = await self.commands.handle(CommandId(new_id()), command, actor)
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
        return await self.states.live(followup.WATCH, **fields)

    async def facts(self) -> list[str]:
        """The kinds of all facts, in order."""
        return [e.kind for e in await log.read_after(self.database.pool, log.Cursor(), 10_000)]


async def lives_on(attempt: CommandContext, case: CaseId) -> CaseId:
    """Tasks of many stories here are of cases that nobody opened."""
    found = await attempt.find(cases.CASE, case)
    return case if found is None else (await cases.surviving_case(attempt, case)).id


async def any_scope(agency: AgencyId | None, centre: CentreId | None) -> None:
    """Every agency and every centre is registered."""


async def no_agency(centre: CentreId) -> AgencyId | None:
    """Centres of stories here are of no agency."""
    return None


def make_room(
    database: Database,
    clock: SimulatedClock,
    reactions: tuple[Reaction, ...],
    installation: Mode = Mode.REAL,
) -> WorkflowSetup:
    """The same centre; made again, it is the same centre after a crash."""
    work, store = CommandExecutor(database.pool, clock, database.wakeups), DispatchStore(database.pool)
    case_queries = CaseQueries(database.pool, AGGREGATES)
    commands = CommandBus(
        (calls.COMMANDS, calls.CallService(work, has_location_server=True).handle),
        (
            cases.COMMANDS,
            cases.CaseService(
                work, (OpenTaskCheck(store),), looks_up_goods=looks_up, calls=CaseCalls()
            ).handle,
        ),
        (
            dispatch.COMMANDS,
            dispatch.DispatchService(work, store, store, plan, EveryCaseIsOpen(), lives_on, store).handle,
        ),
        (triage.COMMANDS, triage.TriageService(work, library()).handle),
        (
            instructions.COMMANDS,
            instructions.InstructionService(
                work, cards(), CaseQueries(database.pool, AGGREGATES), lines=CallListeners(database.pool)
            ).handle,
        ),
        (followup.COMMANDS, followup.Followup(work).handle),
        (
            mass_casualty.COMMANDS,
            mass_casualty.MassCasualtyService(
                work, lambda: PLANS, case_queries.workable, case_queries.goes_on_in
            ).handle,
        ),
        (rosters.COMMANDS, rosters.OnCallService(work, database.pool, any_scope, lambda _: False).handle),
        (
            notifications.COMMANDS,
            notifications.NotificationService(
                work,
                installation,
                notified_case,
                is_reserved_case,
                notice_to_give,
                OnCallPeople(rosters.OnCallDirectory(database.pool, clock, "Europe/Madrid", no_agency)),
                notification_text(lambda code, _language: f"tipo {code}"),
                LivingNotifications(database.pool),
            ).handle,
        ),
        routed=((push.COMMANDS, push.PushService(work, database.pool, installation).handle),),
    )
    states = StateReader(database.pool, AGGREGATES)
    runner = ReactionRunner(database.pool, AGGREGATES, database.wakeups, clock, commands, reactions)
    timers = DueTimers(clock, commands, states, WatchStore(database.pool), database.wakeups)
    return WorkflowSetup(database, clock, commands, runner, timers, states)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


def reacting(database: Database, clock: SimulatedClock) -> WorkflowSetup:
    """A centre with every reaction of these stages."""
    return make_room(
        database,
        clock,
        (
            *answered.reactions(shared_numbers=frozenset({"+34960000000"})),
            *call_back_rules.reactions(),
            *merged.reactions(),
            *followed.reactions(every_s=lambda protocol, version: 120),
            *received.reactions(),
            *notices.reactions(),
            *closed.reactions(),
        ),
    )


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """The centre of one story. When it is told, the whole log is run again, and nothing may change."""
    async for one in _replayed(database, lambda: reacting(database, clock)):
        yield one


async def replayed_room(
    database: Database, clock: SimulatedClock, reactions: tuple[Reaction, ...]
) -> AsyncIterator[WorkflowSetup]:
    """A centre for one test; its reactions, run again from the first fact, do nothing more."""
    async for one in _replayed(database, lambda: make_room(database, clock, reactions)):
        yield one


async def _replayed(database: Database, make: Callable[[], WorkflowSetup]) -> AsyncIterator[WorkflowSetup]:
    room = make()
    yield room
    before = await room.facts()
    await database.by_its_administrator("delete from reader_cursor")
    await make().runner.catch_up()
    assert (await room.facts())[len(before) :] == [], "what followed once follows once"
