"""What runs say of an agency's pace, and what a factor makes of the roads' answer. Pure.

The ratio of a run is its driven time (en route to on scene, T11 to T12) over the time by the road that was reckoned when it
was alerted. The median of ratios is robust against a press that came late; it is drawn towards 1 by how few runs there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from statistics import median, quantiles

import msgspec

from auxilio.dispatch.recommendation.core.policy import Recommendation, UnitCandidate
from auxilio.dispatch.tasks.core.model import ProposalReason
from auxilio.dispatch.travel_time_factor.core.model import (
    FASTEST,
    NO_FACTOR,
    SLOWEST,
    LearntFactor,
    TravelTimeFactor,
)
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.dispatch.units.core.model import Unit
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import AgencyId, UnitId
from auxilio.kernel.instant import Instant, seconds_between

RUNS_MIN = 30
"""Of fewer a median says little of the next run: its 95 % interval would span a third of the runs (ours)."""
SHRINK = 20.0
"""How many runs the road's own time weighs: with 30 runs three fifths of the way is believed, with 240 nine tenths (ours)."""
ROAD_S_MIN = 60.0
"""A shorter drive is mostly doors and stairs."""
BY_ROAD = frozenset({TravelBasis.ROAD, TravelBasis.THROUGH_CLOSURE})
"""Of a line, and of an estimate by one, nothing was learnt."""
RATIO_MIN, RATIO_MAX = 0.2, 5.0
"""Beyond, it was no drive: two presses at the door, or one forgotten for an hour."""


def learn_factor(
    runs: Iterable[Assignment], pace: TravelTimeFactor | None, since: Instant, until: Instant
) -> LearntFactor:
    """What these runs of one agency say. Only those whose time was by an open road are compared."""
    ratios, left_out = list[float](), 0
    for run in runs:
        begun, arrived = run.times.get(AssignmentStep.EN_ROUTE), run.times.get(AssignmentStep.ON_SCENE)
        if begun is None or arrived is None or run.eta_s is None or run.eta_by != TravelBasis.ROAD.value:
            continue
        # What was shown carries the factor of its day; the road's own time is beneath it.
        road_s = run.eta_s / (pace.at(run.times[AssignmentStep.ALERTED]) if pace else NO_FACTOR)
        ratio = seconds_between(begun, arrived) / road_s if road_s >= ROAD_S_MIN else 0.0
        if RATIO_MIN <= ratio <= RATIO_MAX:
            ratios.append(ratio)
        else:
            left_out += 1
    learnt = LearntFactor(runs=len(ratios), left_out=left_out, since=since, until=until)
    if len(ratios) < RUNS_MIN:
        return learnt
    quarter, middle, three_quarters = quantiles(ratios, n=4, method="inclusive")
    return msgspec.structs.replace(
        learnt,
        median=round(middle, 3),
        quarter=round(quarter, 3),
        three_quarters=round(three_quarters, 3),
        factor=factor_of(ratios),
    )


def factor_of(ratios: Sequence[float]) -> float:
    """The median, drawn towards 1 on the scale of ratios (half and double are equally far), within the bounds."""
    believed = len(ratios) / (len(ratios) + SHRINK)
    return round(min(SLOWEST, max(FASTEST, exp(believed * log(median(ratios))))), 2)


def apply_factors(
    times: Mapping[UnitId, TravelTime], units: Iterable[Unit], paces: Mapping[AgencyId, TravelTimeFactor]
) -> dict[UnitId, TravelTime]:
    """The roads' answer as these crews drive. A straight line is no road: nothing was learnt of it."""
    agency_of = {unit.id: unit.agency for unit in units}
    changed = dict(times)
    for unit, time in times.items():
        pace = paces.get(agency_of[unit]) if unit in agency_of else None
        if pace is not None and time.by in BY_ROAD:
            factor = pace.versions[-1].factor
            changed[unit] = msgspec.structs.replace(time, duration_s=time.duration_s * factor)
    return changed


def explain_factors(
    found: Recommendation, units: Iterable[Unit], paces: Mapping[AgencyId, TravelTimeFactor]
) -> Recommendation:
    """Each candidate whose time carries a factor says so: «×0,82: salud, de 240 salidas»."""
    agency_of = {unit.id: unit.agency for unit in units}

    def with_flag(one: UnitCandidate) -> UnitCandidate:
        pace = paces.get(agency_of[one.unit]) if one.unit in agency_of else None
        if pace is None or one.by not in BY_ROAD:
            return one
        last = pace.versions[-1]
        if last.factor == NO_FACTOR or last.learnt is None:
            return one
        facts = {"factor": f"{last.factor:.2f}", "agency": str(pace.agency), "runs": str(last.learnt.runs)}
        return msgspec.structs.replace(one, flags=(*one.flags, ProposalReason(code="pace", facts=facts)))

    change = msgspec.structs.replace
    return change(
        found,
        needs=tuple(
            change(
                need,
                candidates=tuple(map(with_flag, need.candidates)),
                aside=tuple(map(with_flag, need.aside)),
            )
            for need in found.needs
        ),
    )
