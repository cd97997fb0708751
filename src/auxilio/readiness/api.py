"""The readiness of this installation over HTTP. Accepting red lines is a command and goes through the command bus."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.readiness.core.model import ReadinessView
from auxilio.readiness.service import ReadinessReports


@get("/api/readiness", summary="What keeps this installation from real service", tags=["readiness"])
async def readiness(
    actor: NamedDependency[Actor],
    readiness_reports: NamedDependency[ReadinessReports],
    fresh: FromQuery[bool] = False,
) -> ReadinessView:
    """The same lines as `auxilio doctor --live --json`, and who accepted the red ones; `fresh` looks again instead of repeating the last half minute's.

    Raises `Refused("not_permitted")`.
    """
    require(actor, Permission.READINESS_READ)
    return await readiness_reports.view(fresh=fresh)


HANDLERS = (readiness,)
"""What the wiring registers."""
