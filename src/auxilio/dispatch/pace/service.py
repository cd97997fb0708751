"""Factors: learnt when somebody looks, in force when somebody says so, read by the recommendation."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from auxilio.dispatch.model.assignment import Assignment
from auxilio.dispatch.pace import machine
from auxilio.dispatch.pace import messages as m
from auxilio.dispatch.pace.model import InForce, Learnt, Pace, pace_id
from auxilio.dispatch.pace.policy import learn
from auxilio.dispatch.plan import Plan
from auxilio.dispatch.store import DispatchStore
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.ids import AgencyId, CommandId
from auxilio.kernel.words import Mode
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.cursors import live_where
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

LEARNT_OF = timedelta(days=180)
"""Runs that are older say how crews drove before the bypass was built (ours)."""
AGENCIES_MAX = 200
PACE = Noun(
    "pace", Pace, m.PaceEvent, machine.evolve, links=lambda pace: Links(mode=pace.mode), live=lambda _: True
)
COMMANDS: tuple[type[Command], ...] = members(m.PaceCommand)


class PaceRead(msgspec.Struct, frozen=True, kw_only=True):
    """One agency as an administrator reads it."""

    agency: AgencyId
    learnt: Learnt
    in_force: InForce | None
    """The newest version, also of a factor that was dropped; None: there never was one."""


async def paces(asked: Connection | Pool, mode: Mode) -> dict[AgencyId, Pace]:
    """The factors of every agency in a mode."""
    found = await live_where(asked, PACE, AGENCIES_MAX, mode=mode.value)
    return {one.agency: one for one in found}


class PaceQueries:
    """What the runs of each agency say. `plan` says which centre is of which agency."""

    def __init__(self, pool: Pool, plan: Callable[[], Plan]) -> None:
        self._pool, self._plan = pool, plan
        self._store = DispatchStore(pool)

    async def read(self, actor: Actor, until: datetime) -> list[PaceRead]:
        """With what is in force. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PACE_ADOPT)
        return await self.learnt(actor.mode, until)

    async def learnt(self, mode: Mode, until: datetime) -> list[PaceRead]:
        """By agency."""
        since = until - LEARNT_OF
        known = await paces(self._pool, mode)
        agency_of = {centre.id: centre.agency for centre in self._plan().area.centres.values()}
        runs: dict[AgencyId, list[Assignment]] = {agency: [] for agency in agency_of.values()}
        for run in await self._store.runs_since(mode, since):
            if run.centre in agency_of:
                runs[agency_of[run.centre]].append(run)
        return [
            PaceRead(
                agency=agency,
                learnt=learn(own, known.get(agency), since, until),
                in_force=known[agency].versions[-1] if agency in known else None,
            )
            for agency, own in sorted(runs.items())
        ]


class Paces:
    """The shell of factors."""

    def __init__(self, work: UnitOfWork, queries: PaceQueries) -> None:
        self._work, self._queries = work, queries

    async def handle(self, command_id: CommandId, command: m.PaceCommand, actor: Actor) -> Handled:
        """Any command to a factor. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            found = await self._queries.learnt(actor.mode, attempt.at)
            learnt = next((one.learnt for one in found if one.agency == command.agency), None)
            id = pace_id(actor.mode, command.agency)
            facts = machine.decide(await attempt.find(PACE, id), command, learnt, actor)
            attempt.record(PACE, id, facts)

        return await self._work.run(command_id, command, actor, decide)
