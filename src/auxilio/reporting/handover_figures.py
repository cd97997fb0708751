"""Handover times of hospitals for the last days, from the runs that dispatch recorded."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from auxilio.dispatch.units.core.assignment_model import Assignment
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.reporting.hospital_handovers import Handovers, handovers

type RunsSince = Callable[[Mode, datetime], Awaitable[Sequence[Assignment]]]
"""Assignments of a mode that have changed since then, oldest first."""


class HandoverFigures:
    """What hospitals made crews wait."""

    def __init__(self, runs_since: RunsSince, clock: Clock, late_after_s: float) -> None:
        self._runs_since, self._clock, self._late_after_s = runs_since, clock, late_after_s

    async def of_days(self, actor: Actor, days: int) -> Handovers:
        """Of the last days, in the mode of whoever asks. Raises `Refused("not_permitted")`."""
        require(actor, Permission.HOSPITAL_DECLARE)
        until = self._clock.now()
        since = until - timedelta(days=days)
        runs = await self._runs_since(actor.mode, since)
        return handovers(runs, since, until, self._late_after_s)
