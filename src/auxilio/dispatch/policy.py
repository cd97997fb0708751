"""Choices with a name and a reason: which unit is recommended for what a task asks, and why.

Nothing here decides for a person. It orders what is known, says why, and says of everything it sets aside why too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from auxilio.dispatch.machine.units import ALERTABLE, why_not
from auxilio.dispatch.model.shared import Code
from auxilio.dispatch.model.task import Reason, Task
from auxilio.dispatch.model.unit import Unit, UnitPosition
from auxilio.geo.model import By, TravelTime
from auxilio.kernel.ids import CentreId, UnitId
from auxilio.kernel.instant import seconds_between

POSITION_OLD_S = 60.0
"""An older position is drawn dotted and flagged (console.md 1)."""
POSITION_LOST_S = 3600.0
"""After an hour a position says nothing any more: the home station is reckoned with, and flagged (ours)."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that can do what is asked, or that is set aside, with every reason."""

    unit: UnitId
    callsign: str
    capability: Code
    travel_s: float | None
    """Seconds by the road, or by a straight line where `by` says so; None where the place is not known."""
    by: str | None
    reasons: tuple[Reason, ...]
    flags: tuple[Reason, ...] = ()
    """What makes this less sure: `position_old`, `position_from_home`, `straight_line`, `through_closure`, `estimate`,
    `on_the_road`."""


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One capability that the task asks for, the units that can do it in order, and those set aside."""

    capability: Code
    count: int
    """How many are wanted still."""
    proposed: tuple[UnitId, ...]
    """As many as are asked for and free, none of them proposed for two needs."""
    candidates: tuple[Candidate, ...]
    aside: tuple[Candidate, ...]


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre is shown: for each need its units. `missing` is what no free unit of this centre can do."""

    task: str
    at: datetime
    needs: tuple[Need, ...]
    missing: tuple[Code, ...]
    neighbours: tuple[CentreId, ...] = ()
    """Whom the plan has this centre ask for mutual aid; nobody where the task is itself such a request."""


def recommend(
    task: Task,
    units: Sequence[Unit],
    positions: Mapping[UnitId, UnitPosition],
    times: Mapping[UnitId, TravelTime],
    at: datetime,
    lacking: Sequence[Code] | None = None,
) -> Recommendation:
    """Units of this centre for what the task asks for, nearest by travel time first.

    `times` holds a time for each unit for which one was reckoned; none at all when the place is not known. `lacking` is what
    nobody goes for yet, of what is asked: only for that is anybody proposed, or missed. Left out, it is everything.
    """
    lacking = task.capabilities if lacking is None else lacking
    own = [unit for unit in units if task.centre in {unit.centre, unit.lent_by}]
    taken: set[UnitId] = set()
    needs: dict[Code, Need] = {}
    # What has fewest to spare first: a scarce unit is not spent on what another could do.
    for capability in sorted(set(task.capabilities), key=lambda one: _spare(one, own, task, lacking)):
        able = [unit for unit in own if capability in unit.capabilities]
        free = [unit for unit in able if _aside(unit, task) is None]
        ordered = sorted(free, key=lambda unit: _distance(unit, times))
        count = lacking.count(capability)
        proposed = tuple(unit.id for unit in ordered if unit.id not in taken)[:count]
        taken.update(proposed)
        needs[capability] = Need(
            capability=capability,
            count=count,
            proposed=proposed,
            candidates=tuple(
                _candidate(unit, capability, times, _reasons(nth, unit, times), positions, at)
                for nth, unit in enumerate(ordered)
            ),
            aside=tuple(
                _candidate(unit, capability, times, (reason,), positions, at)
                for unit in sorted(able, key=lambda unit: _distance(unit, times))
                if (reason := _aside(unit, task)) is not None
            ),
        )
    asked = tuple(dict.fromkeys(task.capabilities))
    short = tuple(one for one in asked for _ in range(needs[one].count - len(needs[one].proposed)))
    return Recommendation(task=str(task.id), at=at, needs=tuple(needs[one] for one in asked), missing=short)


def _spare(capability: Code, units: Sequence[Unit], task: Task, lacking: Sequence[Code]) -> tuple[int, Code]:
    free = sum(capability in unit.capabilities and _aside(unit, task) is None for unit in units)
    return free - lacking.count(capability), capability


def is_free(unit: Unit, task: Task) -> bool:
    """Whether this unit may be alerted to this task now."""
    return unit.centre == task.centre and _aside(unit, task) is None


def surest_first(by: str | None, travel_s: float | None) -> tuple[int, float]:
    """The order of times: an open road, none that is open, a mere estimate, nothing known. Across a closed bridge the line is
    short, and so is the line to whoever was not asked."""
    return _SURENESS[by], travel_s or 0.0


_SURENESS: dict[str | None, int] = {
    By.ROAD: 0,
    By.THROUGH_CLOSURE: 1,
    By.STRAIGHT_LINE: 1,
    By.ESTIMATE: 2,
    None: 3,
}
assert set(By) < _SURENESS.keys(), "every way of reaching a time has its place"


def _distance(unit: Unit, times: Mapping[UnitId, TravelTime]) -> tuple[int, float, str]:
    known = times.get(unit.id)
    order = surest_first(known.by, known.duration_s) if known else surest_first(None, None)
    return (*order, unit.callsign)


def _roadless(known: TravelTime | None) -> bool:
    return known is not None and known.by is not By.ROAD


def _aside(unit: Unit, task: Task) -> Reason | None:
    """Why this unit is set aside for this task; None when it is free for it."""
    if unit.mode != task.mode:
        return Reason(code="other_mode", facts={"mode": unit.mode})
    if unit.centre != task.centre and unit.lent is not None:
        return Reason(code="lent", facts={"operation": unit.lent.name, "id": str(unit.lent.operation)})
    if unit.assignment is not None and unit.task == task.id:
        return Reason(code="on_this_task", facts={"status": unit.status})
    code = why_not(unit)
    if code is None:
        return None
    facts = {"status": str(unit.status)}
    if unit.case is not None:
        facts["case"] = str(unit.case)
    return Reason(code=code, facts=facts)


def _reasons(nth: int, unit: Unit, times: Mapping[UnitId, TravelTime]) -> tuple[Reason, ...]:
    known = times.get(unit.id)
    if known is None:
        return (Reason(code="free", facts={"status": unit.status}),)
    facts = {"travel_s": str(round(known.duration_s)), "by": known.by.value}
    if nth > 0 and known.by is By.ESTIMATE:
        return (Reason(code="farther", facts=facts),)
    if nth > 0 and _roadless(known):
        return (Reason(code="no_road", facts=facts),)
    return (Reason(code="nearest" if nth == 0 else "next_nearest", facts=facts),)


def _candidate(
    unit: Unit,
    capability: Code,
    times: Mapping[UnitId, TravelTime],
    reasons: tuple[Reason, ...],
    positions: Mapping[UnitId, UnitPosition],
    at: datetime,
) -> Candidate:
    known = times.get(unit.id)
    return Candidate(
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
) -> tuple[Reason, ...]:
    flags: list[Reason] = []
    age_s = seconds_between(seen.at, at) if seen else None
    if age_s is None or age_s > POSITION_LOST_S:
        flags.append(Reason(code="position_from_home"))
    elif age_s > POSITION_OLD_S:
        flags.append(Reason(code="position_old", facts={"age_s": str(round(age_s))}))
    if known is not None and _roadless(known):
        flags.append(Reason(code=known.by.value))
    if unit.assignment is None and unit.status in ALERTABLE and unit.status != "available":
        flags.append(Reason(code="on_the_road", facts={"status": unit.status}))
    return tuple(flags)
