"""Who is on call, who is qualified and who works when, over HTTP. Every change is a command and goes through the command bus.

Litestar finds `actor`, `on_call`, `qualifications` and `shifts` by name: the wiring provides them (app/processes/web_application.py).
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, PersonId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.rosters.core.model import OnCallTable, PeopleOnCall
from auxilio.rosters.core.qualification_model import CrewWarnings, QualificationTable
from auxilio.rosters.core.roster_views import ColleagueShifts, OwnShifts, RosterWeek, SwapNews
from auxilio.rosters.qualification_service import QualificationQueries
from auxilio.rosters.service import OnCallQueries
from auxilio.rosters.shift_queries import ShiftQueries


@get("/api/on-call", summary="Who is on call now", tags=["rosters"])
async def people_on_call(
    actor: NamedDependency[Actor],
    on_call: NamedDependency[OnCallQueries],
    function: FromQuery[OnCallFunction],
    centre: Annotated[str | None, QueryParameter(max_length=40)] = None,
    notice: Annotated[str | None, QueryParameter(max_length=60)] = None,
) -> PeopleOnCall:
    """Names and numbers in order; of this centre first; of the function `notice` those of its code. For who watches the room or
    may notify them. Raises `Refused("not_permitted")`."""
    return await on_call.now(actor, function, CentreId(centre) if centre else None, notice)


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


@get("/api/rosters/week", summary="The roster of a place in a week", tags=["rosters"])
async def roster_week(
    actor: NamedDependency[Actor],
    shifts: NamedDependency[ShiftQueries],
    agency: Annotated[str | None, QueryParameter(max_length=40)] = None,
    centre: Annotated[str | None, QueryParameter(max_length=40)] = None,
    day: FromQuery[date | None] = None,
) -> RosterWeek:
    """Who is on now, the shifts of the week of `day`, and who can be given one; without agency and centre of the room. For who plans it."""
    return await shifts.week(
        actor, AgencyId(agency) if agency else None, CentreId(centre) if centre else None, day
    )


@get("/api/rosters/own", summary="One's own shifts", tags=["rosters"])
async def own_shifts(actor: NamedDependency[Actor], shifts: NamedDependency[ShiftQueries]) -> OwnShifts:
    """The one of now, those of the next weeks, the swaps of them, and who could take one."""
    return await shifts.own(actor)


@get(
    "/api/rosters/colleague/{id:uuid}",
    summary="Shifts of a colleague that could be taken in return",
    tags=["rosters"],
)
async def colleague_shifts(
    actor: NamedDependency[Actor], shifts: NamedDependency[ShiftQueries], id: FromPath[UUID]
) -> ColleagueShifts:
    """Of somebody of the same centre, or of the room, in functions that the actor has too."""
    return await shifts.of_colleague(actor, PersonId(id))


@get("/api/rosters/news", summary="What is new about swaps of one's shifts", tags=["rosters"])
async def swap_news(actor: NamedDependency[Actor], shifts: NamedDependency[ShiftQueries]) -> SwapNews:
    """Steps of somebody else that concern the actor, and which swaps wait for a decision of theirs."""
    return await shifts.news(actor)


HANDLERS = (
    people_on_call,
    on_call_table,
    qualification_table,
    crew_warnings,
    roster_week,
    own_shifts,
    colleague_shifts,
    swap_news,
)
"""What the wiring registers."""
