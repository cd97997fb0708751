"""Commands to practice sessions: load, decide, commit. And what each person may read of them."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId, PersonId, stream_id
from auxilio.kernel.refusal import Conflict, NotFound, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.training.core import machine
from auxilio.training.core import messages as m
from auxilio.training.core.model import (
    ALONE_SCENARIOS,
    PossibleTrainee,
    PracticeSession,
    PracticeState,
    ScenarioView,
    Trainee,
    TrainingId,
    TrainingView,
)
from auxilio.training.core.policy import (
    as_trainee_reads,
    calls_still_to_end,
    is_alone,
    suggested_role,
    takes_part,
    trains_with_somebody,
)
from auxilio.training.ports import AllOver, PeopleOfMode, ScenarioPlayer, TraineeName

SHOWN_MAX = 100
"""Sessions that one person is shown: of somebody who trains each week, about two years (ours)."""
OPEN_MAX = 10
"""Sessions of a mode that have not ended: the worker looks at each every second, and it also serves real calls (ours)."""

ALONE_MAX = 10
"""Practices alone of other people of a mode, until what they opened is closed: as `OPEN_MAX`, and beside it (ours)."""

CLOSING_MAX = 3
"""Practices of one person that have ended and of which something is still open (ours)."""

PRACTICE_SESSION = Aggregate(
    "training",
    PracticeSession,
    m.TrainingEvent,
    machine.evolve,
    links=lambda session: Links(mode=session.mode),
    live=lambda session: session.closed_at is None,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.TrainingCommand)


class TrainingService:
    """The service of practice sessions."""

    def __init__(self, work: UnitOfWork, pool: Pool, scenarios: ScenarioPlayer, name_of: TraineeName) -> None:
        self._work, self._pool, self._scenarios, self._name_of = work, pool, scenarios, name_of
        self._beginning = asyncio.Lock()

    async def handle(self, command_id: CommandId, command: m.TrainingCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, m.StartTraining):
                known = await attempt.find(PRACTICE_SESSION, command.training)
                incidents = self._incidents(command.scenario)
                trainees = tuple([await self._named(one) for one in command.trainees])
                facts = machine.start(known, command, actor, incidents, trainees)
                if sum(not is_alone(one) for one in await self._open(actor.mode)) >= OPEN_MAX:
                    raise Conflict("too_many_trainings", limit=OPEN_MAX)
            elif isinstance(command, m.PractiseAlone):
                known = await attempt.find(PRACTICE_SESSION, command.training)
                facts = machine.practise_alone(known, command, actor, self._incidents(command.scenario))
                await self._check_alone(command, actor)
            else:
                session = await attempt.get(PRACTICE_SESSION, command.training)
                facts = machine.decide(session, _until_now(command, attempt.at), actor)
            attempt.record(PRACTICE_SESSION, command.training, facts)

        if isinstance(command, m.PractiseAlone):
            # One begins after another: a second window of the same person reads what the first has begun.
            async with self._beginning:
                return await self._work.run(command_id, command, actor, decide)
        return await self._work.run(command_id, command, actor, decide)

    async def _check_alone(self, command: m.PractiseAlone, actor: Actor) -> None:
        """One call at a time for each person, and not beside a trainer's session. Raises `Refused`."""
        if actor.desk is None:
            raise Refused("no_desk")
        if command.scenario not in ALONE_SCENARIOS:
            raise Refused("unknown_practice_scenario", name=command.scenario)
        living = await live_where(self._pool, PRACTICE_SESSION, SHOWN_MAX, mode=actor.mode.value)
        me = PersonId(actor.id)
        if (led := trains_with_somebody(living, me)) is not None:
            raise Conflict("practice_in_session", by=led.trainer_name)
        alone = [one for one in living if is_alone(one)]
        if any(one.state is not PracticeState.ENDED and takes_part(one, me) for one in alone):
            raise Conflict("practice_running")
        own = sum(takes_part(one, me) for one in alone)
        if own >= CLOSING_MAX:
            raise Conflict("practice_closing")
        if len(alone) - own >= ALONE_MAX:
            raise Conflict("too_many_practices", limit=ALONE_MAX)

    async def _open(self, mode: Mode) -> list[PracticeSession]:
        found = await live_where(self._pool, PRACTICE_SESSION, SHOWN_MAX, mode=mode.value)
        return [one for one in found if one.state is not PracticeState.ENDED]

    def _incidents(self, scenario: str) -> int:
        known = self._scenarios.scenarios()
        if scenario not in known:
            raise Refused("unknown_practice_scenario", name=scenario)
        return known[scenario]

    async def _named(self, chosen: m.ChosenTrainee) -> Trainee:
        name = await self._name_of(chosen.person)
        if name is None:
            raise Refused("unknown_trainee")
        return Trainee(person=chosen.person, name=name, role=chosen.role)


def _until_now(command: m.TrainingCommand, at: datetime) -> m.TrainingCommand:
    """A remark is about no moment that has not come."""
    if isinstance(command, m.CommentTrainee) and command.moment is not None:
        return msgspec.structs.replace(command, moment=min(command.moment, at))
    return command


class TrainingQueries:
    """Reads alone."""

    def __init__(
        self, pool: Pool, scenarios: ScenarioPlayer, people: PeopleOfMode, all_over: AllOver
    ) -> None:
        self._pool, self._scenarios, self._people, self._all_over = pool, scenarios, people, all_over

    async def view(self, actor: Actor) -> TrainingView:
        """A trainer reads every session of the mode of their session; others those in which they train, as a trainee does."""
        leads = holds(actor, Permission.TRAINING_LEAD)
        mine = await self._sessions(actor, {} if leads else {"trainees": [{"person": actor.id}]})
        if leads and len(mine) >= SHOWN_MAX:
            # A call that is practised alone is a session too: those of a trainer stay in sight among any number of them.
            mine = {**await self._sessions(actor, {"trainer": actor.id}), **mine}
        # A session changes once more when it is closed, after the next has begun: the newest is that which began last.
        found = sorted(mine.values(), key=lambda one: one.started_at, reverse=True)
        scenarios = self._scenarios.scenarios() if leads else {}
        here = {one.person: one for one in await self._people(actor.mode)} if leads else {}
        return TrainingView(
            leads=leads,
            scenarios=tuple(ScenarioView(name=name, incidents=n) for name, n in scenarios.items()),
            people=tuple(
                PossibleTrainee(person=one.person, name=one.name, role=suggested_role(one.roles))
                for one in here.values()
                if one.person != actor.id
            ),
            sessions=tuple(one if leads else as_trainee_reads(one, PersonId(actor.id)) for one in found),
            alone=ALONE_SCENARIOS if holds(actor, Permission.CALL_ANSWER) else (),
            calls_over=tuple([one.id for one in found if await self._is_over(one)]),
        )

    async def _sessions(
        self, actor: Actor, containing: Mapping[str, Any]
    ) -> dict[TrainingId, PracticeSession]:
        states = await log.newest_states(
            self._pool, PRACTICE_SESSION.name, SHOWN_MAX, actor.mode, containing=containing
        )
        return {one.id: one for one in map(PRACTICE_SESSION.read_state, states)}

    async def _is_over(self, session: PracticeSession) -> bool:
        calls = calls_still_to_end(session)
        return calls is not None and await self._all_over(calls)


async def readable_session(pool: Pool, training: TrainingId, actor: Actor) -> PracticeSession:
    """A session of the actor's mode that they lead or train in. Raises `NotFound("unknown_training")`."""
    found = await log.state_of(pool, stream_id(PRACTICE_SESSION.name, training))
    session = PRACTICE_SESSION.read_state(found[1]) if found is not None else None
    if session is None or session.mode is not actor.mode:
        raise NotFound("unknown_training")
    if not holds(actor, Permission.TRAINING_LEAD) and not takes_part(session, PersonId(actor.id)):
        raise NotFound("unknown_training")
    return session
