"""How long crews wait at each hospital's door: from arrival to the handover, and from there until they are clear. Pure.

The words are those of the field: handover delay, and wrap-up. Who never said that they handed over is counted apart; the
time until they were clear is no handover, and is not taken for one.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from statistics import median

import msgspec

from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.instant import Instant, seconds_between

FEW = 5
"""Fewer handovers than this say nothing of a hospital: they are counted, and no median is given (ours)."""


class HospitalHandovers(msgspec.Struct, frozen=True, kw_only=True):
    """One hospital."""

    hospital: HospitalId | None
    """None: it was only said by its name."""
    name: str
    arrivals: int
    handovers: int
    """Of these, where the moment of the handover was said."""
    median_s: float | None
    p90_s: float | None
    longest_s: float | None
    late: int
    """Handovers that took longer than the set time."""
    wrap_up_s: float | None
    """Median from the handover until the crew was clear."""


class Handovers(msgspec.Struct, frozen=True, kw_only=True):
    """Of all runs that arrived at a hospital in a span of time."""

    since: Instant
    until: Instant
    late_after_s: float
    hospitals: tuple[HospitalHandovers, ...]
    """Those with the most arrivals first."""


def handovers(runs: Iterable[Assignment], since: Instant, until: Instant, late_after_s: float) -> Handovers:
    """`runs`: those that said where they went; others are of no hospital."""
    of: dict[object, list[Assignment]] = defaultdict(list)
    for run in runs:
        arrived = run.times.get(AssignmentStep.AT_DESTINATION)
        if arrived is not None and since <= arrived < until and run.destination is not None:
            of[run.hospital or run.destination.strip().casefold()].append(run)
    found = [_hospital(own, late_after_s) for own in of.values()]
    ordered = sorted(found, key=lambda one: (-one.arrivals, one.name))
    return Handovers(since=since, until=until, late_after_s=late_after_s, hospitals=tuple(ordered))


def _hospital(runs: list[Assignment], late_after_s: float) -> HospitalHandovers:
    waits = sorted(_spans(runs, AssignmentStep.AT_DESTINATION, AssignmentStep.HANDED_OVER))
    after = _spans(runs, AssignmentStep.HANDED_OVER, AssignmentStep.RELEASED)
    enough = len(waits) >= FEW
    return HospitalHandovers(
        hospital=runs[-1].hospital,
        name=runs[-1].destination or "",
        arrivals=len(runs),
        handovers=len(waits),
        median_s=round(median(waits), 1) if enough else None,
        p90_s=round(waits[ceil(0.9 * len(waits)) - 1], 1) if enough else None,
        longest_s=round(waits[-1], 1) if waits else None,
        late=sum(wait > late_after_s for wait in waits),
        wrap_up_s=round(median(after), 1) if len(after) >= FEW else None,
    )


def _spans(runs: Iterable[Assignment], begin: AssignmentStep, end: AssignmentStep) -> list[float]:
    return [
        seconds_between(run.times[begin], run.times[end])
        for run in runs
        if begin in run.times and end in run.times and run.times[end] >= run.times[begin]
    ]
