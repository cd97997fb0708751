"""Several tasks that lack units, solved together, and runs that could be diverted (decision 0215). Pure.

The most severe are served first and never worse off for a milder one; among tasks of one priority the sum of the times
decides. It dispatches no unit: it proposes, and says why and what another answer would cost.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import lap
import msgspec
import numpy as np

from auxilio.dispatch.recommendation.core.policy import certainty_order, is_free
from auxilio.dispatch.tasks.core.model import ProposalReason, Task
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.dispatch.units.core.machine import DIVERTIBLE, unavailability_reason
from auxilio.dispatch.units.core.model import Unit
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import CaseId, TaskId, UnitId
from auxilio.kernel.shared_types import Priority

DIVERTING_PRIORITIES = frozenset({Priority.P0, Priority.P1})
"""For these a run to something milder may be diverted."""
DIVERSION_GAIN_S_MIN = 180.0
DIVERSION_GAIN_SHARE_MIN = 1 / 3
"""«Much sooner»: by three minutes and by a third (ours; a medical director's to change)."""
_LESS_SURE_S = 1e6
"""A time that no open road stands for counts after every one that does, and an estimate after both."""
_NOBODY_S = 1e9
_SOLVERS = 9e-4
"""The solver takes whatever is above a million for endless (`LARGE` in its source)."""

type TravelTimeMatrix = Mapping[TaskId, Mapping[UnitId, TravelTime]]


class OpenRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """One unit that a task lacks."""

    task: Task
    capability: Code


class JointProposal(msgspec.Struct, frozen=True, kw_only=True):
    """The unit for one requirement when all are looked at together; none when `unit` is None."""

    task: TaskId
    case: CaseId
    priority: Priority
    capability: Code
    unit: UnitId | None
    callsign: str | None
    travel_s: float | None
    by: str | None
    reason: ProposalReason
    """`nearest`, or where it differs from taking it alone: `more_severe`, `only_one`, `together`; `none_free`."""


class UnitDiversion(msgspec.Struct, frozen=True, kw_only=True):
    """A run to something milder that could go to something severe instead. Both delays are told; a person decides."""

    task: TaskId
    case: CaseId
    priority: Priority
    capability: Code
    unit: UnitId
    callsign: str
    travel_s: float
    by: str
    instead_s: float | None
    """The time of the unit that would go otherwise; None: no unit would."""
    leaves: TaskId
    leaves_case: CaseId
    leaves_priority: Priority
    leaves_s: float | None
    """How long it would still have taken to get there."""
    next_callsign: str | None
    next_s: float | None
    """The unit that could go there instead, and its time; None: no unit is free."""


class JointAssignment(msgspec.Struct, frozen=True, kw_only=True):
    """All tasks of a centre that lack units."""

    at: datetime
    shared: tuple[JointProposal, ...]
    diversions: tuple[UnitDiversion, ...] = ()


def unmet_capabilities(
    asked: Sequence[Code], going: Iterable[Collection[Code]], lent: Iterable[Sequence[Code]]
) -> tuple[Code, ...]:
    """The part of `asked` for which no unit goes: each unit that goes counts for one, what neighbours lend for what they were asked."""
    left = list(asked)
    for one in (each for part in lent for each in part):
        if one in left:
            left.remove(one)
    # The least capable first: a unit with two capabilities counts for the one that no other covers.
    for can in sorted(going, key=len):
        if (done := next((each for each in left if each in can), None)) is not None:
            left.remove(done)
    return tuple(left)


def share(
    tasks: Sequence[Task], units: Sequence[Unit], times: TravelTimeMatrix, at: datetime
) -> JointAssignment:
    """Proposals for all these tasks together. `tasks` are those that still lack units, with only what they lack asked for;
    `times` holds for each the times of the units that can do something of it."""
    wants = [
        OpenRequirement(task=task, capability=one)
        for task in sorted(tasks, key=lambda task: (task.priority, task.offered_at, str(task.id)))
        for one in task.capabilities
    ]
    free = [unit for unit in units if unavailability_reason(unit) is None]
    cost = _costs(wants, free, times)
    given = solve_assignment([want.task.priority for want in wants], cost)
    taken: dict[TaskId, set[int]] = {}
    for want, column in zip(wants, given, strict=True):
        if column is not None:
            taken.setdefault(want.task.id, set()).add(column)
    holder = {column: wants[nth] for nth, column in enumerate(given) if column is not None}
    able = {want.capability: (cost[nth] < _NOBODY_S).sum() for nth, want in enumerate(wants)}
    shared: list[JointProposal] = []
    for nth, (want, column) in enumerate(zip(wants, given, strict=True)):
        alone = _solo_choice(cost[nth], taken.get(want.task.id, set()) - {column})
        reason = _why(want, cost[nth], column, alone, free, holder, able)
        shared.append(_joint_proposal(want, None if column is None else free[column], times, reason))
    return JointAssignment(at=at, shared=tuple(shared))


def _costs(wants: Sequence[OpenRequirement], free: Sequence[Unit], times: TravelTimeMatrix) -> np.ndarray:
    """Seconds, a row for each want and a column for each unit; `_NOBODY_S` where it may not go."""
    cost = np.full((len(wants), len(free)), _NOBODY_S)
    column_of = {unit.id: column for column, unit in enumerate(free)}
    can = {
        code: np.array([code in unit.capabilities for unit in free], dtype=bool)
        for code in {want.capability for want in wants}
    }
    seconds: dict[TaskId, np.ndarray] = {}
    for nth, want in enumerate(wants):
        if want.task.id not in seconds:
            seconds[want.task.id] = _seconds(want.task, free, column_of, times.get(want.task.id, {}))
        mine = can[want.capability]
        cost[nth, mine] = seconds[want.task.id][mine]
    return cost


def _seconds(
    task: Task, free: Sequence[Unit], column_of: Mapping[UnitId, int], known: Mapping[UnitId, TravelTime]
) -> np.ndarray:
    """Of every unit to this task; a unit without a time comes last of those that may go."""
    sure, unknown_s = certainty_order(None, None)
    row = np.full(len(free), sure * _LESS_SURE_S + unknown_s)
    for unit, time in known.items():
        if (column := column_of.get(unit)) is not None:
            sure, took_s = certainty_order(time.by, time.duration_s)
            row[column] = sure * _LESS_SURE_S + took_s
    elsewhere = [unit.mode != task.mode or unit.centre != task.centre for unit in free]
    row[np.array(elsewhere, dtype=bool)] = _NOBODY_S
    return row


def solve_assignment(priorities: Sequence[Priority], cost: np.ndarray) -> list[int | None]:
    """For each row its column, or None: as many as can be served of the most severe, soonest in sum, then of the next.

    `priorities` are in ascending order. What is given to the more severe is gone before the milder are looked at.
    """
    given: list[int | None] = [None] * len(priorities)
    left = np.arange(cost.shape[1])
    for _, rows_ in groupby(range(len(priorities)), key=lambda nth: priorities[nth]):
        rows = list(rows_)
        if left.size == 0:
            break
        _, columns, _ = lap.lapjv(cost[np.ix_(rows, left)] * _SOLVERS, extend_cost=True)
        for row, column in zip(rows, columns, strict=True):
            if column >= 0 and cost[row, left[column]] < _NOBODY_S:
                given[row] = int(left[column])
        taken = [column for row in rows if (column := given[row]) is not None]
        left = np.setdiff1d(left, taken, assume_unique=True)
    return given


def _joint_proposal(
    want: OpenRequirement, unit: Unit | None, times: TravelTimeMatrix, reason: ProposalReason
) -> JointProposal:
    known = times.get(want.task.id, {}).get(unit.id) if unit else None
    return JointProposal(
        task=want.task.id,
        case=want.task.case,
        priority=want.task.priority,
        capability=want.capability,
        unit=unit.id if unit else None,
        callsign=unit.callsign if unit else None,
        travel_s=known.duration_s if known else None,
        by=known.by.value if known else None,
        reason=reason,
    )


def _solo_choice(row: np.ndarray, own: Collection[int | None]) -> int | None:
    """The unit for it looked at alone: the soonest that no other want of the same task has; None where there is none."""
    others = row.copy()
    others[[one for one in own if one is not None]] = _NOBODY_S
    if others.size == 0 or others.min() >= _NOBODY_S:
        return None
    return int(others.argmin())


def _why(
    want: OpenRequirement,
    row: np.ndarray,
    column: int | None,
    alone: int | None,
    free: Sequence[Unit],
    holder: Mapping[int, OpenRequirement],
    able: Mapping[Code, int],
) -> ProposalReason:
    """The nearest for itself; or whom taking it alone would have given, and what keeps it."""
    if alone is None:
        return ProposalReason(code="none_free")
    if column is not None and row[column] <= row[alone]:
        return ProposalReason(code="nearest")
    keeps = holder.get(alone)
    if keeps is None:
        return ProposalReason(code="together")
    if keeps.task.priority < want.task.priority:
        code = "more_severe"
    else:
        code = "only_one" if able[keeps.capability] == 1 else "together"
    facts = {
        "callsign": free[alone].callsign,
        "travel_s": str(round(float(row[alone] % _LESS_SURE_S))),
        "task": str(keeps.task.id),
        "case": str(keeps.task.case),
        "priority": keeps.task.priority.name,
    }
    return ProposalReason(code=code, facts=facts)


# --- runs that could be diverted ------------------------------------------------------------------


def can_serve(unit: Unit, task: Task) -> bool:
    """Whether it can do something of what the task asks."""
    return not set(unit.capabilities).isdisjoint(task.capabilities)


def is_divertible(unit: Unit, to: Task, of: Task) -> bool:
    """Whether this unit, on its way to `of`, may be asked to go to `to` instead: never one that is there, or has a patient."""
    return (
        unit.task == of.id
        and unit.status in DIVERTIBLE
        and unit.emergency is None
        and unit.mode == to.mode
        and unit.centre == to.centre
        and to.priority in DIVERTING_PRIORITIES
        and of.priority not in DIVERTING_PRIORITIES
        and of.case != to.case
    )


def diversions(
    sharing: JointAssignment,
    wants: Sequence[Task],
    going: Sequence[Task],
    units: Sequence[Unit],
    times: TravelTimeMatrix,
) -> JointAssignment:
    """The same with the runs that a severe want could have instead, each unit and each stand-in once.

    `going` are the tasks that units are on their way to; `times` holds those of units on their way too.
    """
    tasks = {task.id: task for task in (*going, *wants)}
    spent = {one.unit for one in sharing.shared if one.unit is not None}
    found: list[UnitDiversion] = []
    for want in sharing.shared:
        if want.priority not in DIVERTING_PRIORITIES:
            continue
        to = next(task for task in wants if task.id == want.task)
        options = [
            one
            for unit in units
            if unit.task in tasks
            and unit.id not in spent
            and want.capability in unit.capabilities
            and is_divertible(unit, to, tasks[unit.task])
            and (one := _diversion(want, to, tasks[unit.task], unit, times)) is not None
        ]
        best = min(options, key=lambda one: (-one.leaves_priority, one.travel_s), default=None)
        if best is not None:
            stand_in = _stand_in(tasks[best.leaves], best, units, times, spent)
            spent |= {best.unit, *((stand_in[0].id,) if stand_in else ())}
            found.append(_with_stand_in(best, stand_in))
    return msgspec.structs.replace(sharing, diversions=tuple(found))


def _diversion(
    want: JointProposal, to: Task, of: Task, unit: Unit, times: TravelTimeMatrix
) -> UnitDiversion | None:
    """Where it is much sooner by an open road; None where it is not."""
    known = times.get(to.id, {}).get(unit.id)
    if known is None or known.by is not TravelBasis.ROAD:
        return None
    sure = want.travel_s if want.by == TravelBasis.ROAD else None
    gain_s = None if sure is None else sure - known.duration_s
    if (
        gain_s is not None
        and sure is not None
        and (gain_s < DIVERSION_GAIN_S_MIN or gain_s < sure * DIVERSION_GAIN_SHARE_MIN)
    ):
        return None
    before = times.get(of.id, {}).get(unit.id)
    return UnitDiversion(
        task=to.id,
        case=to.case,
        priority=to.priority,
        capability=want.capability,
        unit=unit.id,
        callsign=unit.callsign,
        travel_s=known.duration_s,
        by=known.by.value,
        instead_s=sure,
        leaves=of.id,
        leaves_case=of.case,
        leaves_priority=of.priority,
        leaves_s=before.duration_s if before else None,
        next_callsign=None,
        next_s=None,
    )


def _stand_in(
    of: Task,
    diversion: UnitDiversion,
    units: Sequence[Unit],
    times: TravelTimeMatrix,
    spent: Collection[UnitId],
) -> tuple[Unit, float] | None:
    """Who could go where the diverted one went: free, not given to anybody yet, and able to do what it was sent for."""
    gone = next(unit for unit in units if unit.id == diversion.unit)
    asked = set(of.capabilities) & set(gone.capabilities)
    ways = [
        (unit, known)
        for unit in units
        if unit.id not in spent
        and is_free(unit, of)
        and not asked.isdisjoint(unit.capabilities)
        and (known := times.get(of.id, {}).get(unit.id)) is not None
    ]
    best = min(ways, key=lambda way: certainty_order(way[1].by, way[1].duration_s), default=None)
    return best and (best[0], best[1].duration_s)


def _with_stand_in(diversion: UnitDiversion, stand_in: tuple[Unit, float] | None) -> UnitDiversion:
    if stand_in is None:
        return diversion
    unit, seconds = stand_in
    return msgspec.structs.replace(diversion, next_callsign=unit.callsign, next_s=seconds)
