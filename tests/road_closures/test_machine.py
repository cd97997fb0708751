"""Aim: a closure has somebody who answers for it and an end, is over once, and never closes what nobody drew."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CentreId
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.road_closures.core import messages as m
from auxilio.road_closures.core.machine import CLOSURE_MAX, LARGEST_KM2, decide, draw, evolve
from auxilio.road_closures.core.model import Closure, ClosureId, ClosureReason, ClosureState, area_km2

AT = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)
ID = ClosureId(UUID(int=7))
PAU = Actor(id=UUID(int=1), kind="person", name="Pau", centre=CentreId("fire-1"), mode=Mode.EXERCISE)
NURIA = Actor(id=UUID(int=2), kind="person", name="Núria", centre=None, mode=Mode.EXERCISE)
BRIDGE = tuple(
    Point(lat=lat, lon=lon) for lat, lon in ((41.9158, 1.8985), (41.9158, 1.9005), (41.9166, 1.9005))
)
ELSEWHERE = tuple(Point(lat=point.lat + 0.1, lon=point.lon) for point in BRIDGE)


def drawn(**changes: object) -> m.DrawClosure:
    told = {"ring": BRIDGE, "reason": ClosureReason.FLOOD, "until": AT + timedelta(hours=2), **changes}
    return m.DrawClosure(closure=ID, **told)


def after(closure: Closure | None, events: tuple[Event, ...], at: datetime = AT) -> Closure:
    for event in events:
        closure = evolve(closure, event, at)
    assert closure is not None
    return closure


def standing() -> Closure:
    return after(None, draw(None, drawn(words=" agua en la calzada "), PAU, AT))


def refused(closure: Closure | None, command: m.ClosureCommand, at: datetime = AT) -> str:
    def press() -> tuple[Event, ...]:
        if isinstance(command, m.DrawClosure):
            return draw(closure, command, PAU, at)
        return decide(closure or standing(), command, PAU, at)

    with pytest.raises(Refused) as refusal:
        press()
    return refusal.value.code


def test_it_has_an_owner_an_end_and_the_mode_of_whoever_drew_it() -> None:
    closure = standing()
    assert (closure.by_name, closure.centre, closure.mode) == ("Pau", "fire-1", Mode.EXERCISE)
    assert (closure.until, closure.words) == (AT + timedelta(hours=2), "agua en la calzada")
    assert closure.state is ClosureState.STANDING


def test_what_nobody_says_stays_and_whoever_changes_it_answers_for_it() -> None:
    longer = m.ChangeClosure(closure=ID, until=AT + timedelta(hours=5))
    closure = after(standing(), decide(standing(), longer, NURIA, AT + timedelta(hours=1)))
    assert (closure.ring, closure.words, closure.until) == (
        BRIDGE,
        "agua en la calzada",
        AT + timedelta(hours=5),
    )
    assert (closure.by_name, closure.centre) == ("Núria", None)
    assert decide(closure, longer, PAU, AT) == ()  # a repeated press is not news


def test_it_is_over_once() -> None:
    closure = after(standing(), decide(standing(), m.LiftClosure(closure=ID), NURIA, AT))
    assert (closure.state, closure.over_by) == (ClosureState.LIFTED, "Núria")
    assert refused(closure, m.LiftClosure(closure=ID)) == "closure_not_standing"
    assert refused(closure, m.ChangeClosure(closure=ID, km_h=30)) == "closure_not_standing"
    assert decide(closure, m.EndClosure(closure=ID), PAU, AT + timedelta(days=1)) == ()


def test_the_system_ends_it_at_its_time_and_not_before() -> None:
    end = m.EndClosure(closure=ID)
    assert refused(standing(), end, AT + timedelta(hours=1)) == "closure_not_due"
    closure = after(standing(), decide(standing(), end, PAU, AT + timedelta(hours=2)))
    assert closure.state is ClosureState.ENDED


def test_a_slip_of_the_hand_is_refused() -> None:
    line = (BRIDGE[0], BRIDGE[1], BRIDGE[0])
    province = tuple(
        Point(lat=lat, lon=lon) for lat, lon in ((40.0, 0.0), (40.0, 3.0), (42.0, 3.0), (42.0, 0.0))
    )
    assert refused(None, drawn(ring=line)) == "closure_without_area"
    assert refused(None, drawn(ring=province)) == "closure_too_large"
    assert refused(None, drawn(until=AT)) == "closure_end_not_ahead"
    assert refused(None, drawn(until=AT + CLOSURE_MAX + timedelta(seconds=1))) == "closure_too_long"
    assert refused(standing(), drawn()) == "closure_exists"
    assert refused(None, m.ChangeClosure(closure=ID, ring=line)) == "closure_without_area"


@given(st.floats(0.001, 0.9), st.floats(0.001, 0.9), st.floats(-60, 60), st.floats(-170, 170))
def test_the_area_of_a_box_is_its_sides(height: float, width: float, lat: float, lon: float) -> None:
    corners = ((lat, lon), (lat, lon + width), (lat + height, lon + width), (lat + height, lon))
    ring = tuple(Point(lat=a, lon=b) for a, b in corners)
    middle = lat + height / 2
    wide = distance_m(Point(lat=middle, lon=lon), Point(lat=middle, lon=lon + width)) / 1000
    high = distance_m(ring[0], ring[3]) / 1000
    assert area_km2(ring) == pytest.approx(wide * high, rel=0.02)
    assert area_km2(tuple(reversed(ring))) == pytest.approx(area_km2(ring))
    assert area_km2(ring) < LARGEST_KM2 * 2


STEPS = st.one_of(
    st.builds(m.ChangeClosure, closure=st.just(ID), km_h=st.sampled_from([None, 0, 30])),
    st.builds(m.ChangeClosure, closure=st.just(ID), ring=st.sampled_from([None, BRIDGE, ELSEWHERE])),
    st.just(m.LiftClosure(closure=ID)),
    st.just(m.EndClosure(closure=ID)),
)


@given(st.lists(st.tuples(STEPS, st.integers(0, 180)), max_size=12))
def test_whatever_is_pressed_it_is_over_at_most_once_and_then_stays_as_it_was(
    steps: list[tuple[m.ChangeClosure | m.LiftClosure | m.EndClosure, int]],
) -> None:
    closure, over = standing(), 0
    for command, minutes in steps:
        before = closure
        at = AT + timedelta(minutes=minutes)
        try:
            closure = after(closure, decide(closure, command, PAU, at), at)
        except Refused:
            assert closure == before
        if before.state is not ClosureState.STANDING:
            assert closure == before
        over += closure.state is not before.state
    assert over <= 1
