"""The command that accepts red lines, and the report of readiness that a process keeps for a short while."""

import asyncio
from collections.abc import Awaitable, Callable

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId, stream_id
from auxilio.kernel.instant import seconds_between
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import state_of
from auxilio.readiness.core import machine
from auxilio.readiness.core import messages as m
from auxilio.readiness.core.model import ReadinessReport, ReadinessView, RiskAcceptance

REPORT_KEPT_S = 30.0
"""Every page of the room asks once a minute: they share one look at the disk and the directory (ours)."""
RISK_ACCEPTANCE = Aggregate(
    "risk_acceptance",
    RiskAcceptance,
    m.ReadinessEvent,
    machine.evolve,
    links=lambda acceptance: Links(mode=acceptance.mode),
    live=lambda _: True,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.ReadinessCommand)


class RiskAcceptanceService:
    """The service of acceptances."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: m.ReadinessCommand, actor: Actor) -> CommandResult:
        """Raises `Refused`: `risk_not_real`, `risk_reason_missing`."""

        async def decide(attempt: CommandContext) -> None:
            known = await attempt.find(RISK_ACCEPTANCE, machine.OF_REAL_SERVICE)
            facts = machine.decide(known, command, actor)
            attempt.record(RISK_ACCEPTANCE, machine.OF_REAL_SERVICE, facts)

        return await self._work.run(command_id, command, actor, decide)


class ReadinessReports:
    """The report of this process's installation: looked at anew when asked for, or when the last look is old."""

    def __init__(self, examine: Callable[[], Awaitable[ReadinessReport]], pool: Pool, clock: Clock) -> None:
        self._examine, self._pool, self._clock = examine, pool, clock
        self._last: ReadinessReport | None = None
        self._one = asyncio.Lock()

    async def report(self, *, fresh: bool = False) -> ReadinessReport:
        """`fresh`: as it is now. Else as it was within the last `REPORT_KEPT_S`."""
        async with self._one:
            last = self._last
            if fresh or last is None or seconds_between(last.at, self._clock.now()) >= REPORT_KEPT_S:
                last = self._last = await self._examine()
            return last

    async def view(self, *, fresh: bool = False) -> ReadinessView:
        """The report with the acceptance as it is now."""
        found = await state_of(self._pool, stream_id(RISK_ACCEPTANCE.name, machine.OF_REAL_SERVICE))
        acceptance = RISK_ACCEPTANCE.read_state(found[1]) if found else None
        return ReadinessView(report=await self.report(fresh=fresh), acceptance=acceptance)
