"""Coverage over HTTP. Every change is a command and goes through the command bus.

Litestar finds `actor` and `coverage_` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from auxilio.dispatch.coverage.core.model import MINUTES, CentreCoverage
from auxilio.dispatch.coverage.service import CoverageQueries
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId, UnitId

WITHOUT_MAX = 200


@get("/api/dispatch/coverage", summary="Who can be where in time now")
async def coverage(
    actor: NamedDependency[Actor],
    coverage_: NamedDependency[CoverageQueries],
    centre: Annotated[str | None, QueryParameter(max_length=60)] = None,
    capability: FromQuery[Code | None] = None,
    within: Annotated[int, QueryParameter(ge=1, le=120)] = MINUTES[1],
    without: Annotated[list[UUID] | None, QueryParameter(max_items=WITHOUT_MAX)] = None,
) -> CentreCoverage:
    """Of the own centre; the room asks of any, or of all together. Holes and moves are by `within` minutes."""
    return await coverage_.now(
        actor,
        CentreId(centre) if centre else None,
        capability,
        within,
        tuple(UnitId(one) for one in without or ()),
    )


HANDLERS = (coverage,)
"""What the wiring registers."""
