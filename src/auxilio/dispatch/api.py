"""The questions of stage 4 over HTTP. Every change is a command and goes through the command bus.

Litestar finds `actor` and `dispatch_` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from auxilio.dispatch.core.records import PlanCheck, ResponsePlanView, UnitRecord
from auxilio.dispatch.queries import DispatchQueries
from auxilio.dispatch.recommendation.core.joint_assignment import JointAssignment
from auxilio.dispatch.recommendation.core.policy import Recommendation
from auxilio.dispatch.response_plan.core.plan import ResponseProposal
from auxilio.dispatch.response_plan.core.registered import TelephoneContact
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import TaskId
from auxilio.kernel.position import point_from_parts
from auxilio.kernel.shared_types import Priority

SEND_MAX = 40


@get("/api/dispatch/recommend")
async def recommend(
    actor: NamedDependency[Actor], dispatch_: NamedDependency[DispatchQueries], task: FromQuery[TaskId]
) -> Recommendation:
    """Units for a task, each with its travel time and reason, and those set aside with theirs."""
    return await dispatch_.recommend(task, actor)


@get("/api/dispatch/sharing", summary="All tasks of one's centre that lack units, solved together")
async def sharing(
    actor: NamedDependency[Actor], dispatch_: NamedDependency[DispatchQueries]
) -> JointAssignment:
    """Which unit goes where, why not a nearer one, and which run to something milder could be diverted."""
    return await dispatch_.share(actor)


@get("/api/dispatch/proposal")
async def proposal(
    actor: NamedDependency[Actor],
    dispatch_: NamedDependency[DispatchQueries],
    priority: Annotated[int, QueryParameter(ge=0, le=4)],
    incident: Annotated[str | None, QueryParameter(name="type", max_length=60)] = None,
    send: Annotated[str, QueryParameter(max_length=1000)] = "",
    municipality: Annotated[str | None, QueryParameter(max_length=200)] = None,
    level: Annotated[int, QueryParameter(ge=1, le=9)] = 1,
    lat: FromQuery[float | None] = None,
    lon: FromQuery[float | None] = None,
) -> ResponseProposal:
    """What the plan would ask of whom for these facts; `send` is `als,bls,aed`."""
    words = [one for one in send.split(",") if one][:SEND_MAX]
    place = point_from_parts(lat, lon)
    return await dispatch_.propose(incident, Priority(priority), words, municipality, actor, level, place)


@get("/api/admin/units", summary="Every unit by its fixed data")
async def fleet(
    actor: NamedDependency[Actor], dispatch_: NamedDependency[DispatchQueries]
) -> list[UnitRecord]:
    """Also those that are retired."""
    return await dispatch_.fleet(actor)


@get("/api/dispatch/alarms", summary="To which levels the alarm of each type can be raised")
async def alarms(
    actor: NamedDependency[Actor], dispatch_: NamedDependency[DispatchQueries]
) -> dict[str, tuple[int, ...]]:
    """By the plan in force; a type that is not there has none above the first."""
    return dispatch_.alarms(actor)


@get("/api/dispatch/contacts", summary="Whom desks and centres dial by a number")
async def contacts(
    actor: NamedDependency[Actor], dispatch_: NamedDependency[DispatchQueries]
) -> tuple[TelephoneContact, ...]:
    """Contacts of the directory, those of the plan, and its centres without a console; interpreters with what they speak."""
    return await dispatch_.contacts(actor)


@get("/api/admin/plan", summary="The response plan in force")
async def plan_in_force(
    actor: NamedDependency[Actor], dispatch_: NamedDependency[DispatchQueries]
) -> ResponsePlanView:
    """Whom it asks, for what, and where; to be read and not changed."""
    return dispatch_.plan_in_force(actor)


@get(
    "/api/dispatch/plan-check",
    summary="Whether there is a response plan, and whether its centres are registered",
)
async def plan_check(dispatch_: NamedDependency[DispatchQueries]) -> PlanCheck:
    """What desks, the room and administrators must know of it; nothing of a case."""
    return await dispatch_.plan_check()


HANDLERS = (recommend, sharing, proposal, alarms, fleet, contacts, plan_in_force, plan_check)
"""What the wiring registers."""
