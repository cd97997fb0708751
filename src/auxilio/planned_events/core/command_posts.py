"""The response plan as it is while operations run: their command posts are centres, asked first inside their areas. Pure.

The plan of the installation stays as it was approved; what an operation adds is laid over it for one question (decision 0222).
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Priority
from auxilio.planned_events.core.area import inside
from auxilio.planned_events.core.model import Operation, PlanLine


class IncidentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the case that somebody is to be asked for."""

    type: str | None
    priority: Priority
    place: Point | None


def covering_operations(
    operations: Iterable[Operation], place: Point | None, at: datetime
) -> tuple[Operation, ...]:
    """The operations in whose area a place lies while they run, in the order in which they began."""
    if place is None:
        return ()
    running = (one for one in operations if one.runs(at) and inside(one.details.ring, place))
    return tuple(sorted(running, key=lambda one: (one.began_at or one.planned_at, str(one.id))))


def priority_services(operation: Operation, emergency: IncidentFacts) -> tuple[str, ...]:
    """The services for which its command post goes first in this emergency, in the order of its plan."""
    lines = (line for line in operation.details.plan if _line_applies(line, emergency))
    return tuple(dict.fromkeys(service for line in lines for service in line.services))


def services_of(operation: Operation) -> tuple[str, ...]:
    """Everything that its command post answers for."""
    return tuple(dict.fromkeys(service for line in operation.details.plan for service in line.services))


def _line_applies(line: PlanLine, emergency: IncidentFacts) -> bool:
    if emergency.priority > line.up_to:
        return False
    return not line.types or emergency.type in line.types
