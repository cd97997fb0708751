"""Figures over HTTP: handover times of hospitals."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.reporting.handover_figures import HandoverFigures
from auxilio.reporting.hospital_handovers import Handovers

Days = Annotated[int, QueryParameter(ge=1, le=366)]


@get("/api/hospitals/handovers", summary="How long crews wait at each hospital's door")
async def hospital_handovers(
    actor: NamedDependency[Actor], handover_figures: NamedDependency[HandoverFigures], days: Days = 30
) -> Handovers:
    """Arrival to handover, and handover to clear; nobody's name and no case is in it."""
    return await handover_figures.of_days(actor, days)
