"""The operations that run now, laid over what the house knows otherwise: over the response plan, the directory of centres
and desks, and the search for places. Each question looks at the log once, so no answer is older than it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from auxilio.dispatch.machine.loans import own_centre
from auxilio.dispatch.nouns import TASK, UNIT
from auxilio.dispatch.plan import EVERYWHERE, Area, Centre, Neighbours, Plan, Zone
from auxilio.dispatch.ports import Asked
from auxilio.geo.gazetteer.spots import Spot
from auxilio.identity.model import Centre as KnownCentre
from auxilio.identity.model import Desk
from auxilio.identity.visiting import VisitedCentre
from auxilio.kernel.ids import UnitId
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER
from auxilio.platform.database.work import Attempt, Work
from auxilio.preventive.machine.loans import SeenUnit
from auxilio.preventive.model import LoanState, NamedPlace, Operation, OperationState
from auxilio.preventive.posts import Emergency, asked_first, covering, services_of
from auxilio.preventive.service import OPERATION, Agencies, Preventive
from auxilio.process.runner import House

SHOWN = frozenset({OperationState.ACTIVE, OperationState.ENDING})
"""In these states its gates are found; before, they stand for nothing yet, and after, they are gone."""


@dataclass(frozen=True)
class PostsNow:
    """What runs, asked of the log."""

    house: House
    clock: Clock
    mode: Mode = Mode.REAL
    """Of the house: whose gates its search finds."""

    async def plan(self, plan: Plan, asked: Asked) -> Plan:
        """The response plan with every command post as a centre, first where its operation covers the place
        (port `PlanHere`)."""
        operations = await self.house.live(OPERATION, mode=asked.mode.value)
        return with_posts(plan, operations, asked, self.clock) if operations else plan

    async def visited(self) -> Sequence[VisitedCentre]:
        """The command posts as places where people sit."""
        return tuple(map(_visited, await self.house.live(OPERATION)))

    async def spots(self) -> Sequence[Spot]:
        """Gates and meeting points of what runs; none while the database is away, and the region's places as ever."""
        try:
            operations = await self.house.live(OPERATION, mode=self.mode.value)
        except WEATHER:
            return ()
        return tuple(
            _spot(one, place) for one in operations if one.state in SHOWN for place in one.details.places
        )


def with_posts(plan: Plan, operations: Sequence[Operation], asked: Asked, clock: Clock) -> Plan:
    """The plan with these operations laid over it."""
    area = plan.area
    centres = area.centres | {one.details.post.centre: _centre(one) for one in operations}
    neighbours = tuple(line for one in operations if (line := _neighbours(one, area)) is not None)
    emergency = Emergency(type=asked.type, priority=asked.priority, place=asked.place)
    places = (EVERYWHERE, *((asked.municipality,) if asked.municipality else ()))
    zones = tuple(
        Zone(municipalities=places, service=service, centres=(one.details.post.centre,))
        for one in covering(operations, asked.place, clock.now())
        for service in asked_first(one, emergency)
    )
    laid: Area = msgspec.structs.replace(
        area, centres=centres, neighbours=(*area.neighbours, *neighbours), zones=(*zones, *area.zones)
    )
    return msgspec.structs.replace(plan, area=laid)


def _centre(operation: Operation) -> Centre:
    post = operation.details.post
    return Centre(
        id=post.centre,
        agency=post.agency,
        services=services_of(operation),
        name=post.name,
        phone=post.phone,
        operation=operation.details.name,
    )


def _neighbours(operation: Operation, area: Area) -> Neighbours | None:
    """A command post asks for more help from those who lend to it."""
    lenders = tuple(dict.fromkeys(one.lender for one in operation.loans if one.state is LoanState.AGREED))
    known = tuple(one for one in lenders if one in area.centres)
    return Neighbours(of=operation.details.post.centre, centres=known) if known else None


def _visited(operation: Operation) -> VisitedCentre:
    post = operation.details.post
    return VisitedCentre(
        centre=KnownCentre(id=post.centre, agency=post.agency, name=post.name, phone=post.phone),
        desks=tuple(
            Desk(id=f"{post.centre}-{nth}", name=f"{post.name} {nth}", centre=post.centre)
            for nth in range(1, post.desks + 1)
        ),
        agencies=frozenset(post.agencies),
    )


def _spot(operation: Operation, place: NamedPlace) -> Spot:
    return Spot(
        name=place.name,
        said=place.said,
        kind=place.kind.value,
        point=place.point,
        group=operation.details.name,
        ring=operation.details.ring,
    )


def operations_service(work: Work, house: House, agencies: Agencies) -> Preventive:
    """The shell of operations, with what it asks of units and tasks."""

    async def unit_of(attempt: Attempt, id: UnitId) -> SeenUnit:
        unit = await attempt.get(UNIT, id)
        return SeenUnit(
            id=unit.id,
            callsign=unit.callsign,
            home=own_centre(unit),
            mode=unit.mode,
            retired=unit.retired,
        )

    async def live(mode: Mode) -> list[Operation]:
        return await house.live(OPERATION, mode=mode.value)

    async def left_over(operation: Operation) -> tuple[int, int]:
        tasks = await house.live(TASK, centre=operation.details.post.centre)
        units = [await house.state(UNIT, loan.unit) for loan in operation.loans]
        lent = [one for one in units if one and one.lent and one.lent.operation == operation.id]
        return len(tasks), len(lent)

    return Preventive(work, unit_of, live, left_over, agencies)
