"""Response-speed factors over HTTP. Putting one in force is a command and goes through the command bus."""

from dataclasses import dataclass

from litestar import get
from litestar.di import NamedDependency

from auxilio.dispatch.travel_time_factor.service import AgencyFactorView, TravelTimeFactorQueries
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import Clock


@dataclass(frozen=True)
class CurrentFactors:
    """The figures of this moment."""

    queries: TravelTimeFactorQueries
    clock: Clock


@get("/api/admin/paces", summary="What each agency's runs say of its speed, and what is in force")
async def agency_paces(
    actor: NamedDependency[Actor], paces_now: NamedDependency[CurrentFactors]
) -> list[AgencyFactorView]:
    """By agency; of no case, no unit and no person."""
    return await paces_now.queries.read(actor, paces_now.clock.now())
