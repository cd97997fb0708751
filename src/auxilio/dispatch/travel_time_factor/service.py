"""Factors: learnt when they are read, in force by command, used by the recommendation."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.travel_time_factor.core import machine
from auxilio.dispatch.travel_time_factor.core import messages as m
from auxilio.dispatch.travel_time_factor.core.model import (
    FactorVersion,
    LearntFactor,
    TravelTimeFactor,
    travel_time_factor_id,
)
from auxilio.dispatch.travel_time_factor.core.policy import learn_factor
from auxilio.dispatch.units.core.assignment_model import Assignment
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import AgencyId, CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.cursors import live_where

LEARNING_PERIOD = timedelta(days=180)
"""Runs that are older say how crews drove before the bypass was built (ours)."""
AGENCIES_MAX = 200
TRAVEL_TIME_FACTOR = Aggregate(
    "pace",
    TravelTimeFactor,
    m.TravelTimeFactorEvent,
    machine.evolve,
    links=lambda pace: Links(mode=pace.mode),
    live=lambda _: True,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.TravelTimeFactorCommand)


class AgencyFactorView(msgspec.Struct, frozen=True, kw_only=True):
    """One agency as an administrator reads it."""

    agency: AgencyId
    learnt: LearntFactor
    in_force: FactorVersion | None
    """The newest version, also of a factor that was dropped; None: there never was one."""


async def load_factors(asked: Connection | Pool, mode: Mode) -> dict[AgencyId, TravelTimeFactor]:
    """The factors of every agency in a mode."""
    found = await live_where(asked, TRAVEL_TIME_FACTOR, AGENCIES_MAX, mode=mode.value)
    return {one.agency: one for one in found}


class TravelTimeFactorQueries:
    """What the runs of each agency say. `plan` says which centre is of which agency."""

    def __init__(self, pool: Pool, plan: Callable[[], ResponsePlan]) -> None:
        self._pool, self._plan = pool, plan
        self._store = DispatchStore(pool)

    async def read(self, actor: Actor, until: datetime) -> list[AgencyFactorView]:
        """With what is in force. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PACE_ADOPT)
        return await self.learnt(actor.mode, until)

    async def learnt(self, mode: Mode, until: datetime) -> list[AgencyFactorView]:
        """By agency."""
        since = until - LEARNING_PERIOD
        known = await load_factors(self._pool, mode)
        agency_of = {centre.id: centre.agency for centre in self._plan().area.centres.values()}
        runs: dict[AgencyId, list[Assignment]] = {agency: [] for agency in agency_of.values()}
        for run in await self._store.runs_since(mode, since):
            if run.centre in agency_of:
                runs[agency_of[run.centre]].append(run)
        return [
            AgencyFactorView(
                agency=agency,
                learnt=learn_factor(own, known.get(agency), since, until),
                in_force=known[agency].versions[-1] if agency in known else None,
            )
            for agency, own in sorted(runs.items())
        ]


class TravelTimeFactorService:
    """The service of travel time factors."""

    def __init__(self, work: UnitOfWork, queries: TravelTimeFactorQueries) -> None:
        self._work, self._queries = work, queries

    async def handle(
        self, command_id: CommandId, command: m.TravelTimeFactorCommand, actor: Actor
    ) -> CommandResult:
        """Any command to a factor. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            found = await self._queries.learnt(actor.mode, attempt.at)
            learnt = next((one.learnt for one in found if one.agency == command.agency), None)
            id = travel_time_factor_id(actor.mode, command.agency)
            facts = machine.decide(await attempt.find(TRAVEL_TIME_FACTOR, id), command, learnt, actor)
            attempt.record(TRAVEL_TIME_FACTOR, id, facts)

        return await self._work.run(command_id, command, actor, decide)
