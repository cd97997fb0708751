"""Aim: an operation begins and ends by itself, is over once, and keeps nothing that could not be meant."""

from datetime import UTC, datetime, timedelta

import pytest

from auxilio.kernel.ids import CentreId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.planned_events.core import machine as life
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.area import LARGEST_KM2
from auxilio.planned_events.core.local_times import end_of, start_of
from auxilio.planned_events.core.model import OperationState, is_post, operation_of, post_of
from tests.planned_events.factories import (
    AT,
    HOUR,
    ID,
    RING,
    after,
    plan,
    planned,
    planner,
    running,
    standing,
)


def refused(command: m.PlanOperation | m.LifeCommand, at: datetime = AT, **state: object) -> Refused:
    operation = state.get("of", standing())

    def press() -> None:
        if isinstance(command, m.PlanOperation):
            life.plan(None, command, planner(), at)
        else:
            life.decide(operation, command, planner(), at)

    with pytest.raises(Refused) as refusal:
        press()
    return refusal.value


def test_it_has_its_moments_its_area_and_a_centre_of_its_own() -> None:
    details = standing().details
    assert (details.starts_at, details.ends_at) == (AT + 2 * HOUR, AT + 6 * HOUR)
    assert details.post.centre == post_of(ID)
    assert (is_post(details.post.centre), operation_of(details.post.centre)) == (True, ID)
    assert details.post.agencies == ("pc", "san")
    assert not any(map(is_post, (CentreId("post-office"), CentreId("san-1"))))


def test_it_begins_at_its_time_and_not_before() -> None:
    operation, begin = standing(), m.BeginOperation(operation=ID)
    assert refused(begin, AT + HOUR).code == "operation_not_due"
    begun = after(operation, life.decide(operation, begin, planner(), AT + 2 * HOUR), AT + 2 * HOUR)
    assert (begun.state, begun.runs(AT + 3 * HOUR), begun.runs(AT + 6 * HOUR)) == ("active", True, False)
    assert life.decide(begun, begin, planner(), AT + 2 * HOUR) == ()


def test_it_runs_out_at_its_end_and_is_over_when_nothing_is_left() -> None:
    operation, out = running(), m.ExpireOperation(operation=ID)
    assert refused(out, AT + 5 * HOUR, of=operation).code == "operation_not_due"
    ending = after(operation, life.decide(operation, out, planner(), AT + 6 * HOUR), AT + 6 * HOUR)
    assert (ending.state, ending.over_by, life.is_live(ending)) == (OperationState.ENDING, None, True)
    ended = after(ending, life.decide(ending, m.FinishOperation(operation=ID), planner(), AT + 7 * HOUR))
    assert (ended.state, life.is_live(ended)) == (OperationState.ENDED, False)
    assert life.decide(ended, m.FinishOperation(operation=ID), planner(), AT) == ()
    assert refused(m.FinishOperation(operation=ID), of=operation).code == "operation_not_ending"


def test_a_person_ends_it_early_or_calls_it_off_with_a_reason() -> None:
    end = m.EndOperation(operation=ID, reason="lluvia")
    ending = after(running(), life.decide(running(), end, planner(), AT + 3 * HOUR))
    assert (ending.state, ending.over_by, ending.reason) == (OperationState.ENDING, "Jordi Mas", "lluvia")
    cancelled = after(standing(), life.decide(standing(), end, planner(), AT))
    assert (cancelled.state, cancelled.over_by) == (OperationState.CANCELLED, "Jordi Mas")
    assert refused(end, of=cancelled).code == "operation_over"


def test_one_whose_time_passed_while_auxilio_was_down_never_takes_place() -> None:
    missed = after(
        standing(), life.decide(standing(), m.ExpireOperation(operation=ID), planner(), AT + 9 * HOUR)
    )
    assert (missed.state, missed.over_by) == (OperationState.CANCELLED, None)


def test_its_end_is_moved_and_its_start_stays_once_it_runs() -> None:
    extend = m.ExtendOperation(operation=ID, ends="2026-08-15T22:30", reason="alarga el concierto")
    longer = after(running(), life.decide(running(), extend, planner(), AT + 3 * HOUR))
    assert longer.details.ends_at == AT + timedelta(hours=8, minutes=30)
    change = m.ChangeOperation(operation=ID, planned=planned(crowd=9000, ends="2026-08-15T22:30"))
    assert after(longer, life.decide(longer, change, planner(), AT)).details.crowd == 9000
    moved = m.ChangeOperation(operation=ID, planned=planned(starts="2026-08-15T15:00"))
    assert refused(moved, of=running()).code == "operation_runs"
    assert life.decide(standing(), m.ChangeOperation(operation=ID, planned=planned()), planner(), AT) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ends": "2026-08-15T15:00"}, "end_before_start"),
        ({"ends": "2026-08-15T16:00"}, "end_before_start"),
        ({"starts": "2026-08-01T10:00", "ends": "2026-08-01T12:00"}, "operation_end_not_ahead"),
        ({"ends": "2026-12-15T16:00"}, "operation_too_long"),
        ({"ends": "2026-08-32T16:00"}, "no_such_day"),
        ({"zone": "Europa/Madrid"}, "unknown_time_zone"),
        ({"zone": "../../etc/passwd"}, "unknown_time_zone"),
        ({"name": "   "}, "name_missing"),
        ({"ring": (RING[0], RING[0], RING[1], RING[0])}, "area_too_small"),
        ({"ring": (Point(-40, 0.0), Point(-40, 30.0), Point(40, 30.0))}, "area_too_large"),
    ],
)
def test_what_cannot_be_meant_is_refused(changed: dict[str, object], code: str) -> None:
    assert refused(plan(**changed)).code == code


def test_an_area_that_crosses_itself_is_refused_with_the_place() -> None:
    bow = (RING[0], RING[2], RING[1], RING[3])
    refusal = refused(plan(ring=bow))
    assert refusal.code == "area_crosses_itself"
    assert (refusal.facts["lat"], refusal.facts["lon"]) == (41.915, 1.905)
    assert LARGEST_KM2 > 1000


def test_a_ring_that_is_closed_or_says_a_corner_twice_is_what_was_meant() -> None:
    ring = (RING[0], RING[0], *RING[1:], RING[0])
    assert standing(ring=ring).details.ring == RING


def test_the_hour_that_does_not_exist_is_refused_and_the_one_that_comes_twice_is_taken_whole() -> None:
    spring = refused(plan(starts="2027-03-28T02:30", ends="2027-03-28T06:00"), AT + timedelta(days=200))
    assert (spring.code, spring.facts["time"]) == ("time_does_not_exist", "2027-03-28 02:30")
    autumn = "2026-10-25T02:30"
    assert start_of(autumn, "Europe/Madrid") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert end_of(autumn, "Europe/Madrid") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    night = standing(starts="2026-10-25T00:00", ends="2026-10-25T04:00", at=AT)
    assert night.details.ends_at - night.details.starts_at == 5 * HOUR
