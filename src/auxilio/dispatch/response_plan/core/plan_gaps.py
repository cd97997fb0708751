"""Where and when a plan has no centre for a service. Pure: every hour of a week, every place that it names."""

from collections.abc import Iterator
from typing import NamedTuple

from auxilio.dispatch.response_plan.core.plan import (
    DAYS,
    EVERYWHERE,
    ResponsePlan,
    TimeOfWeek,
    centres_for,
    parse_hours,
)
from auxilio.kernel.shared_types import Priority


class PlanGap(NamedTuple):
    """A service without a centre at a place and hour."""

    where: str
    """A municipality, or `*`: every other."""
    when: str
    """The first of such hours, `sat 07:00`; empty when it is always so."""
    always: bool


def find_plan_gaps(plan: ResponsePlan, service: str) -> Iterator[PlanGap]:
    """One for each place where the service has no centre at some hour, or at none."""
    moments = _moments(plan)
    found: dict[tuple[int, ...], list[TimeOfWeek]] = {}
    for where, zones in _places(plan).items():
        if zones not in found:
            municipality = None if where == EVERYWHERE else where
            found[zones] = [now for now in moments if centres_for(plan, service, municipality, now) is None]
        if without := found[zones]:
            always = len(without) == len(moments)
            yield PlanGap(where, "" if always else _told(without[0]), always)


def find_stand_in_loops(plan: ResponsePlan) -> Iterator[tuple[str, ...]]:
    """Services that stand in for one another in a ring: following them leads to no centre."""
    told: set[str] = set()
    for first in plan.stands_in:
        path = [first]
        while (following := plan.stands_in.get(path[-1])) is not None and following not in path:
            path.append(following)
        if following is not None and not told.intersection(path):
            told.update(path)
            yield (*path[path.index(following) :], following)


def last_stand_in(plan: ResponsePlan, service: str) -> str:
    """The service that is asked in the end where neither this one nor those that stand in for it have a centre."""
    seen = [service]
    while (following := plan.stands_in.get(seen[-1])) is not None and following not in seen:
        seen.append(following)
    return seen[-1]


def unanswered_types(plan: ResponsePlan) -> Iterator[str]:
    """Types of which, at some priority, no service that they concern has a centre anywhere: no centre would be asked."""
    alike = {zones: where for where, zones in _places(plan).items()}
    places, moments = tuple(alike.values()), _moments(plan)
    answered = {
        service: any(
            centres_for(plan, service, None if where == EVERYWHERE else where, now)
            for where in places
            for now in moments
        )
        for service in {s for needs in plan.types.values() for s in (needs.lead, *needs.support)}
    }
    for type, needs in plan.types.items():
        for priority in Priority:
            support = needs.support if priority <= plan.support_up_to else ()
            asked = [service for service in (needs.lead, *support) if service not in plan.own]
            if asked and not any(answered[service] for service in asked):
                yield type
                break


def _places(plan: ResponsePlan) -> dict[str, tuple[int, ...]]:
    """Each place that the plan names, and everywhere else, with the zones that name it: of a thousand towns of one zone one
    answers for all."""
    named: dict[str, list[int]] = {EVERYWHERE: []}
    for nth, zone in enumerate(plan.area.zones):
        for place in zone.municipalities:
            if place != EVERYWHERE:
                named.setdefault(place, []).append(nth)
    return {place: tuple(named[place]) for place in (*sorted(named.keys() - {EVERYWHERE}), EVERYWHERE)}


def _moments(plan: ResponsePlan) -> list[TimeOfWeek]:
    """The minutes of a week at which something may begin or end; between two of them nothing changes."""
    edges = {0} | {edge for zone in plan.area.zones if zone.hours for edge in parse_hours(zone.hours)}
    return [TimeOfWeek(day, minute) for day in DAYS for minute in sorted(edges)]


def _told(now: TimeOfWeek) -> str:
    return f"{now.day} {now.minute // 60:02d}:{now.minute % 60:02d}"
