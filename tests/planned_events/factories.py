"""An operation and who acts in it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CentreId, OperationId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.planned_events.core import machine as life
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import (
    LendableUnit,
    NamedPlace,
    Operation,
    PlaceKind,
    PlanLine,
    PlannedEventKind,
)
from tests.actors import person

AT = datetime(2026, 8, 15, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ID, OTHER = OperationId(UUID(int=7)), OperationId(UUID(int=8))
RING = (Point(41.90, 1.89), Point(41.90, 1.92), Point(41.93, 1.92), Point(41.93, 1.89))
IN, OUT = Point(41.91, 1.90), Point(41.95, 1.90)
GATE = NamedPlace(name="Puerta 4", kind=PlaceKind.GATE, point=Point(41.911, 1.901), said=("Gate 4",))
SANITARY = LendableUnit(id=UnitId(UUID(int=1)), callsign="A-01", home=CentreId("san-1"), mode=Mode.REAL)


def planner() -> Actor:
    return person("civil_protection_officer", "pc-desk-1", agency="pc", name="Jordi Mas")


def at_centre(centre: str = "san-1") -> Actor:
    return person("dispatcher", f"{centre}-desk", centre=centre, agency=centre[:3], name="Marta Soler")


def planned(**changed: Any) -> m.OperationPlan:
    """By the clock of Madrid, two hours ahead of UTC in August: 14:00 to 18:00 UTC."""
    told: dict[str, Any] = {
        "name": "Festa Major",
        "kind": PlannedEventKind.FESTIVAL,
        "starts": "2026-08-15T16:00",
        "ends": "2026-08-15T20:00",
        "zone": "Europe/Madrid",
        "ring": RING,
        "agency": "pc",
        "agencies": ("san",),
        "plan": (PlanLine(services=("HEALTH",)), PlanLine(services=("FIRE",), up_to=Priority.P1)),
        "places": (GATE,),
    }
    return m.OperationPlan(**(told | changed))


def plan(id: OperationId = ID, **changed: Any) -> m.PlanOperation:
    return m.PlanOperation(operation=id, planned=planned(**changed))


def after(operation: Operation | None, facts: tuple[Event, ...], at: datetime = AT) -> Operation:
    for fact in facts:
        operation = life.evolve(operation, fact, at)
    assert operation is not None
    return operation


def standing(id: OperationId = ID, at: datetime = AT, **changed: Any) -> Operation:
    return after(None, life.plan(None, plan(id, **changed), planner(), at), at)


def running(id: OperationId = ID, **changed: Any) -> Operation:
    operation = standing(id, **changed)
    begins = operation.details.starts_at
    facts = life.decide(operation, m.BeginOperation(operation=id), planner(), begins)
    return after(operation, facts, begins)
