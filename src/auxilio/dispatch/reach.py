"""Who is asked of the road, and who is estimated (decision 0214). Pure.

A time by the road as it is now costs a third of a millisecond. With sixty units everybody is asked. With five hundred, those
whom the line says are near are asked first (incremental Euclidean restriction: Papadias and others, «Query processing in
spatial network databases», 2003), until nobody who was not asked could be among those who count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest

import msgspec

from auxilio.dispatch.model.shared import Code
from auxilio.geo.model import By, Reckoned, TravelTime
from auxilio.kernel.ids import UnitId

ASKED_MAX = 64
"""25 ms of one core in Andorra. With 48 one question in sixty missed a nearer unit there, with 64 none (benchmarks/recommend.py)."""
BATCH = 24
SPARE = 2
"""So many beyond what is asked for are known exactly too: the first one is taken, or does not answer."""


class Able(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that can do something of what is asked."""

    unit: UnitId
    capabilities: frozenset[Code]
    free: bool
    reckoned: Reckoned


def next_asked(
    asked_for: Sequence[Code], able: Sequence[Able], times: Mapping[UnitId, TravelTime]
) -> tuple[UnitId, ...]:
    """Whom to ask next, given the times of those who were asked; nobody, once the answer stands or `ASKED_MAX` were asked.

    `asked_for` are the capabilities of the task, repeated for more than one.
    """
    if len(able) <= ASKED_MAX:
        return tuple(one.unit for one in able if one.unit not in times)
    if times and all(time.by is By.STRAIGHT_LINE for time in times.values()):
        return ()  # no road leads to the place: none leads there for the next either
    near = sorted((one for one in able if one.free), key=lambda one: one.reckoned.soonest_s)
    enough = len(asked_for) + SPARE
    unsettled = [_unsettled(code, near, times, enough) for code in dict.fromkeys(asked_for)]
    return tuple(islice(_in_turn(unsettled), min(BATCH, ASKED_MAX - len(times))))


def estimated(able: Iterable[Able], times: Mapping[UnitId, TravelTime]) -> dict[UnitId, TravelTime]:
    """A time for each: by the road for whoever was asked, else the estimate, which says that it is one."""
    return {one.unit: times.get(one.unit, one.reckoned.likely) for one in able}


def _unsettled(
    capability: Code, near: Sequence[Able], times: Mapping[UnitId, TravelTime], enough: int
) -> list[UnitId]:
    """Whoever could still be among the first `enough` for this: no need knows who of them another one takes."""
    can = [one for one in near if capability in one.capabilities]
    open_s = sorted(
        time.duration_s for one in can if (time := times.get(one.unit)) is not None and time.by is By.ROAD
    )
    last_s = open_s[enough - 1] if len(open_s) >= enough else None
    left = (one for one in can if one.unit not in times)
    return [one.unit for one in left if last_s is None or one.reckoned.soonest_s < last_s]


def _in_turn(queues: Sequence[Sequence[UnitId]]) -> Iterator[UnitId]:
    """The nearest of each need, then the next of each: a scarce capability is asked for as early as a common one."""
    each = (unit for row in zip_longest(*queues) for unit in row if unit is not None)
    return iter(dict.fromkeys(each))
