"""Which of a caller's fixes is shown: by one confidence, by age, and never by a clock that cannot be right (decision 0232)."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as m
from auxilio.calls.core.boards import call_row
from auxilio.calls.core.machine import decide, evolve, receive_call
from auxilio.calls.core.model import Call, CallChannel
from auxilio.calls.core.positions import (
    CIRCLE_GROWTH_M_S,
    FIXES_LISTED,
    FixReason,
    best_position,
    known_fixes,
    same_fix,
    taken_at,
)
from auxilio.kernel.civic_address import CivicAddress, StatedAddress
from auxilio.kernel.ids import CallId
from auxilio.kernel.location_shape import CircleShape, Coordinate
from auxilio.kernel.position import (
    Altitude,
    AltitudeReference,
    DeviceMovement,
    Point,
    Position,
    PositionSource,
    radius_m_at,
)
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.actors import citizen

AT = datetime(2026, 11, 24, 3, 12, 45, tzinfo=UTC)
HERE, THERE = Point(lat=42.5, lon=1.5), Point(lat=42.6, lon=1.6)
CALL = CallId(new_id())


def fix(
    radius_m: float | None,
    age_s: float = 0,
    *,
    reached_s: float | None = None,
    confidence_pct: float | None = None,
    point: Point = HERE,
) -> Position:
    """Taken so long before `AT`, and received at once or `reached_s` before it."""
    taken = AT - timedelta(seconds=age_s)
    reached = AT - timedelta(seconds=age_s if reached_s is None else reached_s)
    return Position(
        point=point,
        source=PositionSource.AML,
        uncertainty_m=radius_m,
        confidence_pct=confidence_pct,
        at=taken,
        received_at=reached,
    )


def best(*fixes: Position) -> Position:
    found = best_position(fixes)
    assert found is not None
    return found


def test_without_a_fix_there_is_none() -> None:
    assert best_position(()) is None


def test_of_fixes_of_one_moment_the_smallest_circle_is_shown() -> None:
    assert best(fix(900), fix(20), fix(None)).uncertainty_m == 20


def test_a_new_fix_of_fifteen_metres_beats_an_old_one_of_five() -> None:
    assert best(fix(5, age_s=600), fix(15)).uncertainty_m == 15


def test_a_fix_of_five_metres_of_a_moment_ago_beats_a_cell() -> None:
    assert best(fix(5, age_s=60), fix(2_000)).uncertainty_m == 5


def test_a_fix_that_was_sent_late_is_as_old_as_it_is() -> None:
    late = fix(5, age_s=600, reached_s=0)
    assert best(late, fix(15, age_s=1)).uncertainty_m == 15


@pytest.mark.parametrize("year", [2027, 2050, 9999])
def test_a_clock_that_is_ahead_wins_nothing_by_it(year: int) -> None:
    ahead = Position(
        point=THERE,
        source=PositionSource.SIP,
        uncertainty_m=10,
        at=datetime(year, 1, 1, tzinfo=UTC),
        received_at=AT - timedelta(seconds=300),
    )
    assert taken_at(ahead) == ahead.received_at
    assert best(ahead, fix(10)).point == HERE
    assert best(fix(10, age_s=400), ahead).point == THERE, "it is dated by its receipt, and not thrown away"


def test_a_clock_of_1970_makes_a_fix_as_old_as_it_says() -> None:
    old = Position(
        point=THERE,
        source=PositionSource.SIP,
        uncertainty_m=1,
        at=datetime(1970, 1, 1, tzinfo=UTC),
        received_at=AT,
    )
    assert best(old, fix(5_000)).point == HERE
    assert best(old).point == THERE


def test_nought_degrees_are_no_place_however_small_their_circle() -> None:
    nowhere = fix(0.1, point=Point(lat=0.0, lon=0.0))
    assert best(nowhere, fix(5_000)).point == HERE
    assert best_position((nowhere,)) is None
    assert best(fix(3, point=Point(lat=0.0, lon=6.6))).point.lon == 6.6, "the equator is a place"


def test_a_radius_of_nought_is_unknown_and_beats_nobody() -> None:
    assert best(fix(0, point=THERE), fix(800)).point == HERE
    assert best(fix(0)).uncertainty_m is None


def test_circles_are_compared_and_shown_at_one_confidence() -> None:
    likely, sure = fix(20, confidence_pct=39.3469), fix(40, confidence_pct=95)
    assert best(likely, sure).uncertainty_m == 40, "one sigma of 20 m is 49 m at 95 %"
    shown = best(likely)
    assert shown.uncertainty_m == pytest.approx(48.955, abs=0.001)
    assert shown.confidence_pct == 95


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((10, None), 10),
        ((10, 95), 10),
        ((10, 100), 10),
        ((10, 68), 16.2146),
        ((10, 99), 8.0655),
        ((10, 0), None),
    ],
)
def test_a_circle_is_brought_to_ninety_five_per_cent(
    given: tuple[float, float | None], shown: float | None
) -> None:
    found = radius_m_at(*given, 95.0)
    assert found == (None if shown is None else pytest.approx(shown, abs=0.001))


@given(st.floats(0.1, 10_000), st.floats(0.1, 99.9), st.floats(0.1, 99.9))
def test_there_and_back_is_the_same_circle_and_more_confidence_is_a_larger_one(
    radius_m: float, one: float, other: float
) -> None:
    there = radius_m_at(radius_m, one, other)
    assert there is not None
    assert radius_m_at(there, other, one) == pytest.approx(radius_m)
    assert (there > radius_m) == (other > one) or math.isclose(one, other)


@given(st.lists(st.tuples(st.floats(1, 5_000), st.floats(0, 3_600)), min_size=1, max_size=6), st.randoms())
def test_the_order_in_which_they_came_changes_nothing(made: list[tuple[float, float]], dice: object) -> None:
    fixes = [fix(radius_m, age_s) for radius_m, age_s in made]
    shuffled = list(fixes)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    newest_s = min(age_s for _, age_s in made)
    doubt = min(radius_m + CIRCLE_GROWTH_M_S * (age_s - newest_s) for radius_m, age_s in made)
    for order in (fixes, shuffled):
        found = best_position(order)
        assert found is not None
        age_s = (AT - found.at).total_seconds()
        assert (found.uncertainty_m or 0) + CIRCLE_GROWTH_M_S * (age_s - newest_s) == pytest.approx(
            doubt, abs=0.01
        )


def test_facts_of_before_have_no_moment_of_receipt_and_are_read() -> None:
    old = Position(point=HERE, source=PositionSource.CELL, uncertainty_m=900, at=AT)
    assert best(old, fix(20)).uncertainty_m == 20


# --- where the moment of receipt comes from ---


def rung(position: Position | None = None) -> Call:
    call = None
    for fact in receive_call(
        m.ReceiveCall(call=CALL, channel=CallChannel.CHAT, position=position), 1, citizen(CALL), AT
    ):
        call = evolve(call, fact, AT)  # type: ignore[arg-type]  # an event of a call
    assert call is not None
    return call


def sent(**said: object) -> Position:
    return Position(point=HERE, source=PositionSource.BROWSER, at=AT, uncertainty_m=8, **said)  # type: ignore[arg-type]


def test_a_devices_word_for_when_it_reached_us_is_not_believed() -> None:
    lies = sent(received_at=datetime(2050, 1, 1, tzinfo=UTC))
    assert [one.received_at for one in rung(lies).positions] == [AT]
    report = m.ReportPosition(call=CALL, position=lies)
    [fact] = decide(rung(), report, citizen(CALL), AT)
    assert isinstance(fact, m.PositionReported)
    assert fact.position.received_at == AT


@pytest.mark.parametrize("source", PositionSource)
def test_a_page_is_a_browser_whatever_it_says(source: PositionSource) -> None:
    said = msgspec.structs.replace(sent(), source=source)
    assert [one.source for one in rung(said).positions] == [PositionSource.BROWSER]
    [fact] = decide(rung(), m.ReportPosition(call=CALL, position=said), citizen(CALL), AT)
    assert isinstance(fact, m.PositionReported)
    assert fact.position.source is PositionSource.BROWSER


def test_a_page_states_height_and_movement_and_neither_shape_nor_floor() -> None:
    high, moves = Altitude(metres=820, above=AltitudeReference.ELLIPSOID), DeviceMovement(speed_m_s=5)
    shape = CircleShape(centre=Coordinate(lat=HERE.lat, lon=HERE.lon), radius_m=8)
    page = m.ReportPosition(call=CALL, position=sent(shape=shape, floor="3", altitude=high, movement=moves))
    [fact] = decide(rung(), page, citizen(CALL), AT)
    assert isinstance(fact, m.PositionReported)
    kept = fact.position
    assert (kept.shape, kept.floor, kept.altitude, kept.movement) == (None, None, high, moves)
    [fact] = decide(rung(), page, system_actor(), AT)
    assert isinstance(fact, m.PositionReported)
    assert (fact.position.shape, fact.position.floor) == (shape, "3")


def test_an_address_is_believed_of_the_exchange_alone_and_offered_as_words() -> None:
    mayor = CivicAddress(elements={"A3": "Riudalba", "RD": "Mayor", "HNO": "12"}, language="es")
    stated = StatedAddress(civic=(mayor,), provided_by="Operador", at=AT)
    ring = m.ReceiveCall(call=CALL, channel=CallChannel.CHAT, addresses=(stated,))
    kept = {}
    for actor in (citizen(CALL), system_actor()):
        rang, *_ = receive_call(ring, 1, actor, AT)
        call = evolve(None, rang, AT)  # type: ignore[arg-type]  # an event of a call
        kept[actor.kind] = call_row(call).addresses
    assert kept["citizen"] == ()
    [offered] = kept["system"]
    assert (offered.search, offered.words) == ("Mayor 12, Riudalba", "Riudalba · Mayor · 12")
    assert (offered.language, offered.provided_by, offered.at) == ("es", "Operador", AT)


def test_the_exchange_says_itself_when_it_received_a_fix() -> None:
    earlier = AT - timedelta(seconds=40)  # the database was away
    [fact] = decide(
        rung(), m.ReportPosition(call=CALL, position=sent(received_at=earlier)), system_actor(), AT
    )
    assert isinstance(fact, m.PositionReported)
    assert fact.position.received_at == earlier


def test_one_fix_that_is_sent_again_is_one_fact() -> None:
    call = rung(sent())
    assert decide(call, m.ReportPosition(call=CALL, position=sent()), citizen(CALL), AT + timedelta(9)) == ()


def test_nought_degrees_cost_no_call_and_are_no_fact() -> None:
    nowhere = Position(point=Point(lat=0.0, lon=0.0), source=PositionSource.BROWSER, at=AT)
    assert rung(nowhere).positions == ()
    with pytest.raises(Refused, match="not_a_point"):
        decide(rung(), m.ReportPosition(call=CALL, position=nowhere), citizen(CALL), AT)


def test_the_same_fix_by_short_message_and_by_https_is_one() -> None:
    by_https = msgspec.structs.replace(
        fix(14.4, confidence_pct=68, point=Point(lat=54.763974, lon=-0.183051)),
        at=datetime(2016, 10, 11, 12, 37, 24, 435_000, tzinfo=UTC),
    )
    by_sms = msgspec.structs.replace(
        fix(14, reached_s=-9, confidence_pct=90, point=Point(lat=54.76397, lon=-0.18305)),
        at=datetime(2016, 10, 11, 12, 37, 24, tzinfo=UTC),
    )
    assert same_fix(by_https, by_sms)


@pytest.mark.parametrize(
    "change",
    [
        {"point": Point(lat=42.50003, lon=1.5)},
        {"at": AT + timedelta(seconds=1.5)},
        {"uncertainty_m": 16.5},
        {"uncertainty_m": None},
        {"source": PositionSource.BROWSER},
    ],
)
def test_what_rounding_does_not_explain_is_another_fix(change: dict[str, Any]) -> None:
    assert not same_fix(fix(14), msgspec.structs.replace(fix(14), **change))


def test_of_many_fixes_the_newest_are_listed_and_the_shown_one_is_always_among_them() -> None:
    sure = fix(3, age_s=60)
    listed = known_fixes((sure, *(fix(900 + nth, age_s=50 - nth) for nth in range(20))))
    assert len(listed) == FIXES_LISTED
    assert [one.position.uncertainty_m for one in listed if one.shown] == [3]
    assert [one.position.uncertainty_m for one in listed[1:]] == [913 + nth for nth in range(7)]


@pytest.mark.parametrize(
    ("fixes", "reasons"),
    [
        ((), []),
        ((fix(20),), [FixReason.ONLY]),
        ((fix(20, age_s=5), fix(900)), [FixReason.SMALLEST, None]),
        ((fix(None, age_s=5), fix(None)), [None, FixReason.NEWEST]),
    ],
)
def test_why_a_fix_is_shown_is_said(fixes: tuple[Position, ...], reasons: list[FixReason | None]) -> None:
    assert [one.shown for one in known_fixes(fixes)] == reasons
