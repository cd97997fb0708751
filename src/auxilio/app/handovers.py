"""Handover times of hospitals over HTTP: runs are dispatch's, the figures are reporting's."""

from datetime import timedelta
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from auxilio.dispatch.store import DispatchStore
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.reporting.handovers import Handovers, handovers

Days = Annotated[int, QueryParameter(ge=1, le=366)]


class HandoverFigures:
    """What hospitals made crews wait."""

    def __init__(self, pool: Pool, clock: Clock, late_after_s: float) -> None:
        self._store, self._clock, self._late_after_s = DispatchStore(pool), clock, late_after_s

    async def of_days(self, actor: Actor, days: int) -> Handovers:
        """Of the last days, in the mode of whoever asks. Raises `Refused("not_permitted")`."""
        require(actor, Permission.HOSPITAL_DECLARE)
        until = self._clock.now()
        since = until - timedelta(days=days)
        runs = await self._store.runs_since(actor.mode, since)
        return handovers(runs, since, until, self._late_after_s)


@get("/api/hospitals/handovers", summary="How long crews wait at each hospital's door")
async def hospital_handovers(
    actor: NamedDependency[Actor], handover_figures: NamedDependency[HandoverFigures], days: Days = 30
) -> Handovers:
    """Arrival to handover, and handover to clear; nobody's name and no case is in it."""
    return await handover_figures.of_days(actor, days)
