"""Who is on call, over HTTP. Every change is a command and goes through the command bus.

Litestar finds `actor` and `on_call` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId
from auxilio.rosters.core.model import OnCallFunction, OnCallTable, PeopleOnCall
from auxilio.rosters.service import OnCallQueries


@get("/api/on-call", summary="Whom to telephone now", tags=["rosters"])
async def people_on_call(
    actor: NamedDependency[Actor],
    on_call: NamedDependency[OnCallQueries],
    function: FromQuery[OnCallFunction],
    centre: Annotated[str | None, QueryParameter(max_length=40)] = None,
) -> PeopleOnCall:
    """Names and numbers in order; of this centre first. Raises `Refused("not_permitted")` for whoever does not watch the room."""
    return await on_call.now(actor, function, CentreId(centre) if centre else None)


@get("/api/admin/on-call", summary="The table of people on call", tags=["rosters"])
async def on_call_table(
    actor: NamedDependency[Actor], on_call: NamedDependency[OnCallQueries]
) -> OnCallTable:
    """Those of the mode of the session that have not ended, and the hours ahead without a duty officer."""
    return await on_call.table(actor)


HANDLERS = (people_on_call, on_call_table)
"""What the wiring registers."""
