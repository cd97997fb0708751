"""Who is on call, and who is qualified, over HTTP. Every change is a command and goes through the command bus.

Litestar finds `actor`, `on_call` and `qualifications` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId
from auxilio.rosters.core.model import OnCallFunction, OnCallTable, PeopleOnCall
from auxilio.rosters.core.qualification_model import CrewWarnings, QualificationTable
from auxilio.rosters.qualification_service import QualificationQueries
from auxilio.rosters.service import OnCallQueries


@get("/api/on-call", summary="Whom to telephone now", tags=["rosters"])
async def people_on_call(
    actor: NamedDependency[Actor],
    on_call: NamedDependency[OnCallQueries],
    function: FromQuery[OnCallFunction],
    centre: Annotated[str | None, QueryParameter(max_length=40)] = None,
) -> PeopleOnCall:
    """Names and numbers in order; of this centre first. Raises `Refused("not_permitted")` without the permission to watch the room."""
    return await on_call.now(actor, function, CentreId(centre) if centre else None)


@get("/api/admin/on-call", summary="The table of people on call", tags=["rosters"])
async def on_call_table(
    actor: NamedDependency[Actor], on_call: NamedDependency[OnCallQueries]
) -> OnCallTable:
    """Those of the mode of the session that have not ended, and the hours ahead without a duty officer."""
    return await on_call.table(actor)


@get(
    "/api/admin/qualifications",
    summary="Who holds which qualifications, and which end soon",
    tags=["rosters"],
)
async def qualification_table(
    actor: NamedDependency[Actor], qualifications: NamedDependency[QualificationQueries]
) -> QualificationTable:
    """Everybody who may sign in, what they hold, and what the content in force needs."""
    return await qualifications.table(actor)


@get("/api/crew-warnings", summary="What crews that signed in lack today", tags=["rosters"])
async def crew_warnings(
    actor: NamedDependency[Actor], qualifications: NamedDependency[QualificationQueries]
) -> CrewWarnings:
    """Of the actor's own unit, of the units of their centre, or for the room of all. It informs and refuses nothing."""
    return await qualifications.crews(actor)


HANDLERS = (people_on_call, on_call_table, qualification_table, crew_warnings)
"""What the wiring registers."""
