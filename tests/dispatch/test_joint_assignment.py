"""Aim: together nobody severe is worse off for somebody mild, and whoever differs from taking it alone is told why."""

from datetime import timedelta
from itertools import permutations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.dispatch.recommendation.core.joint_assignment import (
    JointAssignment,
    UnitDiversion,
    diversions,
    share,
    solve_assignment,
    unmet_capabilities,
)
from auxilio.dispatch.tasks.core.model import Task, TaskState
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import AssignmentId, CaseId, TaskId, UnitId
from auxilio.kernel.shared_types import Priority
from auxilio.platform.ids import new_id
from tests.dispatch.factories import AT
from tests.dispatch.test_machines import a_task
from tests.dispatch.test_policy import unit

P0, P1, P2, P3 = Priority.P0, Priority.P1, Priority.P2, Priority.P3
NOBODY = 1e9


def task(priority: Priority, *capabilities: str, after_s: float = 0) -> Task:
    return msgspec.structs.replace(
        a_task(TaskState.ACCEPTED),
        id=TaskId(new_id()),
        case=CaseId(new_id()),
        priority=priority,
        capabilities=capabilities or ("pump",),
        offered_at=AT + timedelta(seconds=after_s),
    )


def road(seconds: float, by: TravelBasis = TravelBasis.ROAD) -> TravelTime:
    return TravelTime(duration_s=seconds, distance_m=seconds * 10, by=by)


def table(*rows: tuple[Task, dict[Unit, float]]) -> dict[TaskId, dict[UnitId, TravelTime]]:
    return {task.id: {unit.id: road(s) for unit, s in row.items()} for task, row in rows}


def told(found: JointAssignment) -> list[tuple[str, str | None, str]]:
    return [(one.priority.name, one.callsign, one.reason.code) for one in found.shared]


A, B = unit("B-01", "pump"), unit("B-02", "pump")


def test_taken_alone_both_would_take_the_same_and_together_the_sum_decides() -> None:
    one, other = task(P2), task(P2, after_s=1)
    found = share([one, other], [A, B], table((one, {A: 100, B: 110}), (other, {A: 120, B: 600})), AT)
    assert told(found) == [("P2", "B-02", "together"), ("P2", "B-01", "nearest")]
    assert found.shared[0].reason.facts == {
        "callsign": "B-01",
        "travel_s": "100",
        "task": str(other.id),
        "case": str(other.case),
        "priority": "P2",
    }


def test_the_closest_goes_to_the_most_severe_whatever_it_costs_the_mild() -> None:
    mild, severe = task(P3), task(P0, after_s=60)
    found = share([mild, severe], [A, B], table((mild, {A: 60, B: 3000}), (severe, {A: 300, B: 301})), AT)
    assert told(found) == [("P0", "B-01", "nearest"), ("P3", "B-02", "more_severe")]


def test_whoever_is_nearer_and_the_only_one_for_another_stays_for_it_and_it_is_said() -> None:
    both = unit("B-21", "pump", "rescue")
    plain, special = task(P2, "pump"), task(P2, "rescue", after_s=1)
    times = table((plain, {both: 60, A: 400}), (special, {both: 500}))
    found = share([plain, special], [both, A], times, AT)
    assert told(found) == [("P2", "B-01", "only_one"), ("P2", "B-21", "nearest")]
    assert found.shared[0].reason.facts["callsign"] == "B-21"


def test_what_nobody_is_left_for_is_said_with_who_has_them() -> None:
    severe, mild = task(P0), task(P2)
    found = share([severe, mild], [A], table((severe, {A: 60}), (mild, {A: 60})), AT)
    assert told(found) == [("P0", "B-01", "nearest"), ("P2", None, "more_severe")]
    assert told(share([mild], [], {}, AT)) == [("P2", None, "none_free")]


def test_two_needs_of_one_task_are_two_units() -> None:
    one = task(P1, "pump", "pump")
    found = share([one], [A, B], table((one, {A: 60, B: 90})), AT)
    assert sorted(told(found)) == [("P1", "B-01", "nearest"), ("P1", "B-02", "nearest")]


def test_a_line_across_a_closed_bridge_is_nobodys_minute() -> None:
    one = task(P1)
    times = {one.id: {A.id: road(60, TravelBasis.STRAIGHT_LINE), B.id: road(900)}}
    assert told(share([one], [A, B], times, AT)) == [("P1", "B-02", "nearest")]


def test_of_what_was_asked_each_unit_that_goes_counts_for_one() -> None:
    assert unmet_capabilities(("als", "bls", "bls"), [("als", "bls")], []) == ("bls", "bls")
    assert unmet_capabilities(("als", "bls"), [("als", "bls"), ("als",)], []) == ()
    assert unmet_capabilities(("rescue", "rescue", "pump"), [], [("rescue",)]) == ("rescue", "pump")


@given(st.data())
def test_no_other_answer_is_better_for_the_most_severe_and_then_for_the_next(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    priorities = sorted(data.draw(st.lists(st.sampled_from([0, 1]), min_size=rows, max_size=rows)))
    cell = st.one_of(st.integers(1, 50).map(float), st.just(NOBODY))
    cost = np.array([[data.draw(cell) for _ in range(columns)] for _ in range(rows)])
    found = solve_assignment([Priority(one) for one in priorities], cost)
    taken = [one for one in found if one is not None]
    assert len(taken) == len(set(taken))

    def worth(given: list[int | None]) -> list[tuple[int, float]]:
        of = [[(given[n], n) for n in range(rows) if priorities[n] == p] for p in (0, 1)]
        served = [[cost[n, column] for column, n in each if column is not None] for each in of]
        return [(-len(each), sum(each)) for each in served]

    def lawful(given: list[int | None]) -> bool:
        return all(column is None or cost[n, column] < NOBODY for n, column in enumerate(given))

    assert lawful(found)
    seats: list[int | None] = [*range(columns), *[None] * rows]
    every = [list(each) for each in permutations(seats, rows)]
    best_severe = min(worth(each)[0] for each in every if lawful(each))
    assert worth(found)[0] == best_severe
    if len(set(priorities)) == 1:
        assert worth(found) == min(worth(each) for each in every if lawful(each))


# --- runs that could be diverted ------------------------------------------------------------------


def on_the_way(callsign: str, to: Task, **changed: object) -> Unit:
    work = {"assignment": AssignmentId(new_id()), "task": to.id, "case": to.case}
    return unit(callsign, "pump", **({"status": UnitStatus.EN_ROUTE} | work | changed))


def diverted(
    severe: Task, mild: Task, units: list[Unit], times: dict[TaskId, dict[UnitId, TravelTime]]
) -> tuple[UnitDiversion, ...]:
    return diversions(share([severe], units, times, AT), [severe], [mild], units, times).diversions


def test_a_run_to_something_mild_is_proposed_for_something_severe_with_both_delays() -> None:
    severe, mild = task(P1), task(P3)
    moving = on_the_way("B-09", mild)
    times = table((severe, {moving: 120, A: 900, B: 950}), (mild, {moving: 60, B: 300}))
    [found] = diverted(severe, mild, [moving, A, B], times)
    assert (found.callsign, found.travel_s, found.instead_s) == ("B-09", 120, 900)
    assert (found.leaves, found.leaves_s, found.next_callsign, found.next_s) == (mild.id, 60, "B-02", 300)


def test_where_nobody_else_can_go_it_is_proposed_and_that_nobody_stands_in_is_said() -> None:
    severe, mild = task(P0), task(P2)
    moving = on_the_way("B-09", mild)
    [found] = diverted(severe, mild, [moving], table((severe, {moving: 700}), (mild, {moving: 10})))
    assert (found.instead_s, found.next_callsign, found.next_s) == (None, None, None)


@pytest.mark.parametrize(
    ("severe", "mild", "changed", "seconds"),
    [
        (P1, P3, {"status": UnitStatus.ON_SCENE}, 60),
        (P1, P3, {"status": UnitStatus.TRANSPORTING}, 60),
        (P1, P1, {}, 60),
        (P2, P3, {}, 60),
        (P1, P3, {}, 750),  # two and a half minutes sooner
    ],
)
def test_it_is_not_proposed(
    severe: Priority, mild: Priority, changed: dict[str, object], seconds: float
) -> None:
    to, of = task(severe), task(mild)
    moving = on_the_way("B-09", of, **changed)
    assert diverted(to, of, [moving, A], table((to, {moving: seconds, A: 900}), (of, {moving: 60}))) == ()


def test_an_estimate_diverts_nobody() -> None:
    to, of = task(P0), task(P3)
    moving = on_the_way("B-09", of)
    times = {to.id: {moving.id: road(60, TravelBasis.ESTIMATE)}, of.id: {moving.id: road(60)}}
    assert diverted(to, of, [moving], times) == ()
