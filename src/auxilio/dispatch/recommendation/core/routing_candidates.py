"""Who is asked of the road, and who is estimated (decision 0214). Pure.

A time by the road as it is now costs a third of a millisecond. With sixty units everybody is asked; with five hundred those
whom the line says are near.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

import msgspec

from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.geo.model import TravelTime
from auxilio.kernel.ids import UnitId

ROUTED_UNITS_MAX = 64
"""With 48 one question in sixty missed a nearer unit in Andorra, with 64 two in a hundred and eighty (benchmarks/recommend.py)."""


class RoutingCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that can do something of what is asked."""

    unit: UnitId
    capabilities: frozenset[Code]
    free: bool
    estimate: TravelTime


def choose_routed_units(wanted: Sequence[Code], able: Sequence[RoutingCandidate]) -> tuple[UnitId, ...]:
    """Whose time by the road is asked for. `wanted` are the capabilities of the task.

    All in one question: however near the first are, a road may turn out longer than the line to fifty others, and a second
    question after the first would double the wait (decision 0214).
    """
    if len(able) <= ROUTED_UNITS_MAX:
        return tuple(one.unit for one in able)
    near = sorted((one for one in able if one.free), key=lambda one: one.estimate.duration_s)
    each = [[one.unit for one in near if code in one.capabilities] for code in dict.fromkeys(wanted)]
    return tuple(islice(_round_robin(each), ROUTED_UNITS_MAX))


def _round_robin(queues: Sequence[Sequence[UnitId]]) -> Iterator[UnitId]:
    """The nearest of each need, then the next of each: a scarce capability is asked for as early as a common one."""
    each = (unit for row in zip_longest(*queues) for unit in row if unit is not None)
    return iter(dict.fromkeys(each))
