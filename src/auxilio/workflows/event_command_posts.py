"""Adds the command posts of running operations to the response plan, the directory of centres and the place search.

Each query reads the log once, so that no answer is older than its question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from auxilio.dispatch.ports import PlanQuery
from auxilio.dispatch.response_plan.core.plan import (
    EVERYWHERE,
    MutualAidNeighbours,
    PlanCentre,
    ResponseArea,
    ResponsePlan,
    ResponseZone,
)
from auxilio.geo.model import TemporaryPlace
from auxilio.identity.core.model import Centre, Desk, TemporaryCentre
from auxilio.kernel.shared_types import Mode
from auxilio.planned_events.core.command_posts import (
    IncidentFacts,
    covering_operations,
    priority_services,
    services_of,
)
from auxilio.planned_events.core.model import LoanState, NamedPlace, Operation, OperationState
from auxilio.planned_events.service import (
    OPERATION,
)
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.workflows.runner import StateReader

SHOWN = frozenset({OperationState.ACTIVE, OperationState.ENDING})
"""In these states its gates are found; before, they stand for nothing yet, and after, they are gone."""


@dataclass(frozen=True)
class EventCommandPosts:
    """What runs, asked of the log."""

    states: StateReader
    clock: Clock
    mode: Mode = Mode.REAL
    """Of the installation: the operation whose gates its search finds."""

    async def plan(self, plan: ResponsePlan, asked: PlanQuery) -> ResponsePlan:
        """The response plan with every command post as a centre, first where its operation covers the place
        (port `PlanAmendment`)."""
        operations = await self.states.live(OPERATION, mode=asked.mode.value)
        return plan_with_posts(plan, operations, asked, self.clock) if operations else plan

    async def visited(self) -> Sequence[TemporaryCentre]:
        """The command posts as places where people sit."""
        return tuple(map(_visited, await self.states.live(OPERATION)))

    async def spots(self) -> Sequence[TemporaryPlace]:
        """Gates and meeting points of what runs; none while the database is away, and the region's places as ever."""
        try:
            operations = await self.states.live(OPERATION, mode=self.mode.value)
        except TRANSIENT_ERRORS:
            return ()
        return tuple(
            _spot(one, place) for one in operations if one.state in SHOWN for place in one.details.places
        )


def plan_with_posts(
    plan: ResponsePlan, operations: Sequence[Operation], asked: PlanQuery, clock: Clock
) -> ResponsePlan:
    """The plan with these operations laid over it."""
    area = plan.area
    centres = area.centres | {one.details.post.centre: _centre(one) for one in operations}
    neighbours = tuple(line for one in operations if (line := _neighbours(one, area)) is not None)
    emergency = IncidentFacts(type=asked.type, priority=asked.priority, place=asked.place)
    places = (EVERYWHERE, *((asked.municipality,) if asked.municipality else ()))
    zones = tuple(
        ResponseZone(municipalities=places, service=service, centres=(one.details.post.centre,))
        for one in covering_operations(operations, asked.place, clock.now())
        for service in priority_services(one, emergency)
    )
    laid: ResponseArea = msgspec.structs.replace(
        area, centres=centres, neighbours=(*area.neighbours, *neighbours), zones=(*zones, *area.zones)
    )
    return msgspec.structs.replace(plan, area=laid)


def _centre(operation: Operation) -> PlanCentre:
    post = operation.details.post
    return PlanCentre(
        id=post.centre,
        agency=post.agency,
        services=services_of(operation),
        name=post.name,
        phone=post.phone,
        operation=operation.details.name,
    )


def _neighbours(operation: Operation, area: ResponseArea) -> MutualAidNeighbours | None:
    """A command post asks for more help from those who lend to it."""
    lenders = tuple(dict.fromkeys(one.lender for one in operation.loans if one.state is LoanState.AGREED))
    known = tuple(one for one in lenders if one in area.centres)
    return MutualAidNeighbours(of=operation.details.post.centre, centres=known) if known else None


def _visited(operation: Operation) -> TemporaryCentre:
    post = operation.details.post
    return TemporaryCentre(
        centre=Centre(id=post.centre, agency=post.agency, name=post.name, phone=post.phone),
        desks=tuple(
            Desk(id=f"{post.centre}-{nth}", name=f"{post.name} {nth}", centre=post.centre)
            for nth in range(1, post.desks + 1)
        ),
        agencies=frozenset(post.agencies),
    )


def _spot(operation: Operation, place: NamedPlace) -> TemporaryPlace:
    return TemporaryPlace(
        name=place.name,
        said=place.said,
        kind=place.kind.value,
        point=place.point,
        group=operation.details.name,
        ring=operation.details.ring,
    )
