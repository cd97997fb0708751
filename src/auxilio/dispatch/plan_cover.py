"""Where and when a plan leaves somebody without an answer. Pure: every hour of a week, every place that it names."""

from collections.abc import Iterator
from typing import NamedTuple

from auxilio.dispatch.plan import DAYS, EVERYWHERE, Clock, Plan, centres_for, minutes
from auxilio.kernel.words import Priority


class Gap(NamedTuple):
    """A service that nobody answers for somewhere, at some hour."""

    where: str
    """A municipality, or `*`: every other."""
    when: str
    """The first of such hours, `sat 07:00`; empty when it is always so."""
    always: bool


def gaps(plan: Plan, service: str) -> Iterator[Gap]:
    """One for each place where the service has no centre at some hour, or at none."""
    moments = _moments(plan)
    for where in (*_places(plan), EVERYWHERE):
        municipality = None if where == EVERYWHERE else where
        without = [now for now in moments if centres_for(plan, service, municipality, now) is None]
        if without:
            always = len(without) == len(moments)
            yield Gap(where, "" if always else _told(without[0]), always)


def loops(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Services that stand in for one another in a ring: whoever asks goes round and nobody answers."""
    told: set[str] = set()
    for first in plan.stands_in:
        path = [first]
        while (following := plan.stands_in.get(path[-1])) is not None and following not in path:
            path.append(following)
        if following is not None and not told.intersection(path):
            told.update(path)
            yield (*path[path.index(following) :], following)


def unanswered_kinds(plan: Plan) -> Iterator[tuple[str, Priority]]:
    """Types of which, at a priority, no service that they concern has a centre anywhere: nobody would be asked."""
    answered = {
        service: any(
            centres_for(plan, service, None if where == EVERYWHERE else where, now)
            for where in (*_places(plan), EVERYWHERE)
            for now in _moments(plan)
        )
        for service in {s for needs in plan.types.values() for s in (needs.lead, *needs.support)}
    }
    for type, needs in plan.types.items():
        for priority in Priority:
            support = needs.support if priority <= plan.support_up_to else ()
            asked = [service for service in (needs.lead, *support) if service not in plan.own]
            if asked and not any(answered[service] for service in asked):
                yield type, priority


def _places(plan: Plan) -> list[str]:
    named = {place for zone in plan.area.zones for place in zone.municipalities} - {EVERYWHERE}
    return sorted(named)


def _moments(plan: Plan) -> list[Clock]:
    """The minutes of a week at which something may begin or end; between two of them nothing changes."""
    edges = {0} | {edge for zone in plan.area.zones if zone.hours for edge in minutes(zone.hours)}
    return [Clock(day, minute) for day in DAYS for minute in sorted(edges)]


def _told(now: Clock) -> str:
    return f"{now.day} {now.minute // 60:02d}:{now.minute % 60:02d}"
