"""Aim: how long crews waited at a hospital's door, and no figure that nobody said."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, HospitalId, TaskId, UnitId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.reporting.hospital_handovers import FEW, handovers

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ID = HospitalId(new_id())


def run(wait_min: float | None, clear_min: float | None = None, **more) -> Assignment:
    times = {AssignmentStep.ALERTED: AT - timedelta(hours=1), AssignmentStep.AT_DESTINATION: AT}
    if wait_min is not None:
        times[AssignmentStep.HANDED_OVER] = AT + timedelta(minutes=wait_min)
        if clear_min is not None:
            times[AssignmentStep.RELEASED] = times[AssignmentStep.HANDED_OVER] + timedelta(minutes=clear_min)
    fixed = {
        "id": AssignmentId(new_id()), "unit": UnitId(new_id()), "callsign": "A-01", "task": TaskId(new_id()),
        "case": CaseId(new_id()), "centre": CentreId("san-1"), "mode": Mode.REAL, "priority": Priority.P1,
        "step": AssignmentStep.AT_DESTINATION, "alerted_by": "Marta", "destination": "Comarcal", "hospital": ID,
    }  # fmt: skip
    return Assignment(**(fixed | more), times=times)


def told(*runs: Assignment):
    return handovers(runs, AT, AT + timedelta(days=1), 1800)


def test_the_wait_and_the_wrap_up_are_two_spans_and_the_late_are_counted():
    (one,) = told(*(run(minutes, 5) for minutes in (10, 12, 20, 31, 45))).hospitals
    assert (one.arrivals, one.handovers, one.median_s, one.p90_s, one.longest_s) == (5, 5, 1200, 2700, 2700)
    assert (one.late, one.wrap_up_s) == (2, 300)


def test_whoever_never_said_it_is_an_arrival_and_no_handover_and_a_few_make_no_median():
    (one,) = told(run(None), run(8)).hospitals
    assert (one.arrivals, one.handovers, one.median_s, one.longest_s) == (2, 1, None, 480)


def test_hospitals_are_told_apart_by_what_they_are_and_else_by_their_name():
    found = told(run(8), run(9), run(9, hospital=None, destination="Clínica"), run(7, destination=None))
    assert [(each.name, each.arrivals) for each in found.hospitals] == [("Comarcal", 2), ("Clínica", 1)]


def test_what_arrived_before_the_span_is_of_another():
    assert handovers([run(8)], AT + timedelta(seconds=1), AT + timedelta(days=1), 1800).hospitals == ()


@given(st.lists(st.floats(0, 600), min_size=FEW, max_size=40))
def test_figures_lie_within_what_happened(waits: list[float]):
    (one,) = told(*map(run, waits)).hospitals
    assert one.median_s is not None
    assert one.p90_s is not None
    assert one.longest_s is not None
    assert min(waits) * 60 - 1 <= one.median_s <= one.p90_s + 0.1 <= one.longest_s + 0.2
