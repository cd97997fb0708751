"""Choices with a name and a reason: which unit is recommended for what a task asks, and why.

Nothing here decides for a person. It orders what is known, says why, and says of everything it sets aside why too.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from auxilio.dispatch.tasks.core.coverage import missing_beyond_going
from auxilio.dispatch.tasks.core.model import ProposalReason, Task
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.dispatch.units.core.machine import ALERTABLE, unavailability_reason
from auxilio.dispatch.units.core.model import Unit, UnitPosition
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import CentreId, UnitId
from auxilio.kernel.instant import iso_us, seconds_between

POSITION_OLD_S = 60.0
"""An older position is drawn dotted and flagged."""
POSITION_LOST_S = 3600.0
"""After an hour a position says nothing any more: the home station is reckoned with, and flagged (ours)."""


class UnitCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that can do what is asked, or that is set aside, with every reason."""

    unit: UnitId
    callsign: str
    capability: Code
    travel_s: float | None
    """Seconds by the road, or by a straight line where `by` says so; None where the place is not known."""
    by: str | None
    reasons: tuple[ProposalReason, ...]
    flags: tuple[ProposalReason, ...] = ()
    """What makes this less sure: `position_old`, `position_from_home`, `straight_line`, `through_closure`, `estimate`,
    `on_the_road`."""


class CapabilityNeed(msgspec.Struct, frozen=True, kw_only=True):
    """One capability that the task asks for, the units that can do it in order, and those set aside."""

    capability: Code
    count: int
    """How many are wanted still."""
    proposed: tuple[UnitId, ...]
    """As many as are asked for and free, none of them proposed for two needs."""
    candidates: tuple[UnitCandidate, ...]
    aside: tuple[UnitCandidate, ...]


class UnsuitedUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the centre that can do nothing of what the task asks: set aside, so that each unit stands somewhere."""

    unit: UnitId
    callsign: str
    capabilities: tuple[Code, ...]
    reasons: tuple[ProposalReason, ...]
    """`other_capability`, and why it could not go in any case; `on_this_task` alone where it goes all the same."""


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre is shown: for each need its units. `missing` is what nobody covers who goes or is proposed.

    The candidates, those aside and the unsuited are together the units of the centre, each once.
    """

    task: str
    at: datetime
    needs: tuple[CapabilityNeed, ...]
    missing: tuple[Code, ...]
    unsuited: tuple[UnsuitedUnit, ...] = ()
    neighbours: tuple[CentreId, ...] = ()
    """The neighbours that the plan has this centre ask for mutual aid; none where the task is itself such a request."""


def recommend(
    task: Task,
    units: Sequence[Unit],
    positions: Mapping[UnitId, UnitPosition],
    times: Mapping[UnitId, TravelTime],
    at: datetime,
    lacking: Sequence[Code] | None = None,
    covers: Sequence[Collection[Code]] = (),
) -> Recommendation:
    """Units of this centre for what the task asks for, nearest by travel time first.

    `times` holds a time for each unit for which one was reckoned; none at all when the place is not known. `lacking` is what
    no unit goes for yet, of what is asked: units are proposed, or missed, only for that. Left out, it is everything. `covers`: what each unit can do
    that goes or has finished here, and what neighbours were asked for.
    """
    lacking = task.capabilities if lacking is None else lacking
    of_centre = [unit for unit in units if task.centre in {unit.centre, unit.lent_by}]
    nearest_first = sorted(of_centre, key=lambda unit: _distance(unit, times))
    own = [(unit, _aside(unit, task)) for unit in nearest_first]
    taken: set[UnitId] = set()
    needs: dict[Code, CapabilityNeed] = {}
    # What has fewest to spare first: a scarce unit is not spent on what another could do.
    for capability in sorted(set(task.capabilities), key=lambda one: _spare(one, own, lacking)):
        able = [(unit, reason) for unit, reason in own if capability in unit.capabilities]
        free = [unit for unit, reason in able if reason is None]
        count = lacking.count(capability)
        proposed = tuple(unit.id for unit in free if unit.id not in taken)[:count]
        taken.update(proposed)
        needs[capability] = CapabilityNeed(
            capability=capability,
            count=count,
            proposed=proposed,
            candidates=tuple(
                _candidate(unit, capability, times, _reasons(nth, unit, times), positions, at)
                for nth, unit in enumerate(free)
            ),
            aside=tuple(
                _candidate(unit, capability, times, (reason,), positions, at)
                for unit, reason in able
                if reason is not None
            ),
        )
    asked = tuple(dict.fromkeys(task.capabilities))
    proposes = [unit.capabilities for unit in of_centre if unit.id in taken]
    short = tuple(one for one in asked for _ in range(needs[one].count - len(needs[one].proposed)))
    return Recommendation(
        task=str(task.id),
        at=at,
        needs=tuple(needs[one] for one in asked),
        missing=missing_beyond_going(task.capabilities, short, [*covers, *proposes]),
        unsuited=tuple(
            _unsuited(unit, reason) for unit, reason in own if not set(unit.capabilities) & set(asked)
        ),
    )


def _unsuited(unit: Unit, reason: ProposalReason | None) -> UnsuitedUnit:
    other = ProposalReason(code="other_capability")
    if reason is None:
        reasons: tuple[ProposalReason, ...] = (other,)
    else:
        reasons = (reason,) if reason.code == "on_this_task" else (other, reason)
    return UnsuitedUnit(unit=unit.id, callsign=unit.callsign, capabilities=unit.capabilities, reasons=reasons)


def _spare(
    capability: Code, units: Sequence[tuple[Unit, ProposalReason | None]], lacking: Sequence[Code]
) -> tuple[int, Code]:
    free = sum(reason is None and capability in unit.capabilities for unit, reason in units)
    return free - lacking.count(capability), capability


def is_free(unit: Unit, task: Task) -> bool:
    """Whether this unit may be alerted to this task now."""
    return unit.centre == task.centre and _aside(unit, task) is None


def certainty_order(by: str | None, travel_s: float | None) -> tuple[int, float]:
    """The order of times: an open road, none that is open, a mere estimate, nothing known. Across a closed bridge the line is
    short, and so is the line of a unit for which no road time was asked."""
    return _CERTAINTY[by], travel_s or 0.0


_CERTAINTY: dict[str | None, int] = {
    TravelBasis.ROAD: 0,
    TravelBasis.THROUGH_CLOSURE: 1,
    TravelBasis.STRAIGHT_LINE: 1,
    TravelBasis.ESTIMATE: 2,
    None: 3,
}
assert set(TravelBasis) < _CERTAINTY.keys(), "every way of reaching a time has its place"


def _distance(unit: Unit, times: Mapping[UnitId, TravelTime]) -> tuple[int, float, str]:
    known = times.get(unit.id)
    order = certainty_order(known.by, known.duration_s) if known else certainty_order(None, None)
    return (*order, unit.callsign)


def _roadless(known: TravelTime | None) -> bool:
    return known is not None and known.by is not TravelBasis.ROAD


def _aside(unit: Unit, task: Task) -> ProposalReason | None:
    """Why this unit is set aside for this task; None when it is free for it."""
    if unit.mode != task.mode:
        return ProposalReason(code="other_mode", facts={"mode": unit.mode})
    if unit.centre != task.centre and unit.lent is not None:
        return ProposalReason(
            code="lent", facts={"operation": unit.lent.name, "id": str(unit.lent.operation)}
        )
    if unit.assignment is not None and unit.task == task.id:
        return ProposalReason(code="on_this_task", facts={"status": unit.status, "since": _since(unit)})
    code = unavailability_reason(unit)
    if code is None:
        return None
    facts = {"status": str(unit.status), "since": _since(unit)}
    if unit.case is not None:
        facts["case"] = str(unit.case)
    return ProposalReason(code=code, facts=facts)


def _since(unit: Unit) -> str:
    """Since when it is as it is: its work, or its status."""
    return iso_us(unit.assigned_at or unit.status_at)


def _reasons(nth: int, unit: Unit, times: Mapping[UnitId, TravelTime]) -> tuple[ProposalReason, ...]:
    known = times.get(unit.id)
    if known is None:
        return (ProposalReason(code="free", facts={"status": unit.status}),)
    facts = {"travel_s": str(round(known.duration_s)), "by": known.by.value}
    if nth > 0 and known.by is TravelBasis.ESTIMATE:
        return (ProposalReason(code="farther", facts=facts),)
    if nth > 0 and _roadless(known):
        return (ProposalReason(code="no_road", facts=facts),)
    return (ProposalReason(code="nearest" if nth == 0 else "next_nearest", facts=facts),)


def _candidate(
    unit: Unit,
    capability: Code,
    times: Mapping[UnitId, TravelTime],
    reasons: tuple[ProposalReason, ...],
    positions: Mapping[UnitId, UnitPosition],
    at: datetime,
) -> UnitCandidate:
    known = times.get(unit.id)
    return UnitCandidate(
        unit=unit.id,
        callsign=unit.callsign,
        capability=capability,
        travel_s=known.duration_s if known else None,
        by=known.by.value if known else None,
        reasons=reasons,
        flags=_flags(unit, known, positions.get(unit.id), at),
    )


def _flags(
    unit: Unit, known: TravelTime | None, seen: UnitPosition | None, at: datetime
) -> tuple[ProposalReason, ...]:
    flags: list[ProposalReason] = []
    age_s = seconds_between(seen.at, at) if seen else None
    if age_s is None or age_s > POSITION_LOST_S:
        flags.append(ProposalReason(code="position_from_home"))
    elif age_s > POSITION_OLD_S:
        flags.append(ProposalReason(code="position_old", facts={"age_s": str(round(age_s))}))
    if known is not None and _roadless(known):
        flags.append(ProposalReason(code=known.by.value))
    if unit.assignment is None and unit.status in ALERTABLE and unit.status != "available":
        flags.append(ProposalReason(code="on_the_road", facts={"status": unit.status}))
    return tuple(flags)
