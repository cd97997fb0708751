"""Aim: nothing moves a unit that could not have been there; whatever order and number fixes come in, the newest that is
believed is the position; and every fix that is not believed says why."""

from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auxilio.dispatch.tracking.core.model import (
    TRUSTED_VERDICTS,
    FixVerdict,
    JudgedFix,
    KnownPosition,
    PositionReading,
    RoadMatchResult,
)
from auxilio.dispatch.tracking.core.policy import (
    AGREEING_FIXES_MIN,
    COARSE_M,
    FASTEST_M_S,
    FUTURE_MAX_S,
    OLD_MAX_S,
    SILENCE_POLICIES,
    judge_fix,
    silent_since,
    speed_between,
    update_known_position,
    why_no_road_match,
)
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.kernel.ids import AgencyId, CentreId, UnitId
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.dispatch.factories import AT, CREW

HERE = Point(41.92, 1.90)
ALBA = Unit(
    id=UnitId(new_id()),
    callsign="A-1",
    agency=AgencyId("san"),
    centre=CentreId("san-1"),
    capabilities=("als",),
    home=HERE,
    mode=Mode.REAL,
    status=UnitStatus.EN_ROUTE,
    status_at=AT,
    crew=CREW,
    signed_on_at=AT,
)


def north(metres: float, of: Point = HERE) -> Point:
    return Point(of.lat + metres / 111_195, of.lon)


def after(span_s: float) -> datetime:
    return AT + timedelta(seconds=span_s)


def fix(point: Point | None = HERE, at: datetime | None = AT, **more: float | bool) -> PositionReading:
    return PositionReading(point=point, at=at, **more)


def judged(reading: PositionReading, known: KnownPosition | None = None, at: datetime = AT, unit: Unit = ALBA, covered: bool = True) -> JudgedFix:  # fmt: skip
    return judge_fix(reading, known, unit, covered=covered, at=at)


KNOWN = KnownPosition(point=HERE, at=AT, accuracy_m=8)
PARKED = msgspec.structs.replace(ALBA, crew=(), signed_on_at=None)


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (fix(), FixVerdict.GOOD),
        (fix(at=None), FixVerdict.GOOD),
        (fix(None), FixVerdict.NO_FIX),
        (fix(Point(0, 0)), FixVerdict.NULL_ISLAND),
        (fix(Point(0.009, -0.009)), FixVerdict.NULL_ISLAND),
        (fix(at=after(FUTURE_MAX_S + 1)), FixVerdict.FUTURE),
        (fix(at=after(FUTURE_MAX_S)), FixVerdict.GOOD),
        (fix(at=after(-OLD_MAX_S - 1)), FixVerdict.TOO_OLD),
        (fix(invented=True), FixVerdict.INVENTED),
        (fix(accuracy_m=COARSE_M + 1), FixVerdict.COARSE),
        (fix(accuracy_m=COARSE_M), FixVerdict.GOOD),
    ],
)
def test_a_fix_has_its_verdict(reading: PositionReading, verdict: FixVerdict) -> None:
    assert judged(reading).verdict is verdict


def test_a_place_that_the_region_does_not_know_is_outside() -> None:
    assert judged(fix(), covered=False).verdict is FixVerdict.OUTSIDE


def test_a_unit_without_a_crew_is_parked_whatever_its_phone_says() -> None:
    assert judged(fix(), unit=PARKED).verdict is FixVerdict.NOT_SIGNED_ON


def test_a_clock_that_runs_a_little_ahead_reports_now() -> None:
    assert judged(fix(at=after(40))).at == AT


def test_the_same_moment_again_is_nothing_new_and_an_older_one_belongs_to_the_track() -> None:
    later = after(30)
    assert judged(fix(), KNOWN, later).verdict is FixVerdict.REPEATED
    assert judged(fix(at=after(-20)), KNOWN, later).verdict is FixVerdict.LATE


def test_impossible_speed_is_said_in_kilometres_an_hour() -> None:
    far = judged(fix(north(20_000), after(10)), KNOWN, after(10))
    assert far.verdict is FixVerdict.TOO_FAST
    assert 7_000 < int(far.facts["speed_km_h"]) < 7_300


def test_a_hundred_metres_of_scatter_are_no_speed() -> None:
    assert judged(fix(north(120), after(1), accuracy_m=20), KNOWN, after(1)).verdict is FixVerdict.GOOD


def test_an_exercise_may_be_played_faster_than_life_and_a_real_unit_may_not() -> None:
    reading, at = fix(north(6_000), after(10)), after(10)
    played = msgspec.structs.replace(ALBA, mode=Mode.EXERCISE)
    assert judged(reading, KNOWN, at).verdict is FixVerdict.TOO_FAST
    assert judged(reading, KNOWN, at, played).verdict is FixVerdict.GOOD


def test_a_wrong_first_fix_is_outvoted_by_three_that_agree() -> None:
    known: KnownPosition | None = KNOWN
    verdicts = []
    for nth in range(AGREEING_FIXES_MIN + 1):
        at = after(10 * (nth + 1))
        one = judged(fix(north(90_000 + 100 * nth), at), known, at)
        known = update_known_position(known, one, ALBA)
        verdicts.append(one.verdict)
    assert verdicts == [FixVerdict.TOO_FAST, FixVerdict.TOO_FAST, FixVerdict.GOOD, FixVerdict.GOOD]
    assert known is not None
    assert known.elsewhere is None


def test_two_that_contradict_one_another_outvote_nobody() -> None:
    known: KnownPosition | None = KNOWN
    for nth in range(6):
        at = after(10 * (nth + 1))
        one = judged(fix(north(90_000 if nth % 2 else -90_000), at), known, at)
        known = update_known_position(known, one, ALBA)
        assert one.verdict is FixVerdict.TOO_FAST
    assert known is not None
    assert known.point == HERE


def fold(readings: list[PositionReading], at: datetime) -> tuple[KnownPosition | None, list[JudgedFix]]:
    known: KnownPosition | None = None
    told = []
    for reading in readings:
        one = judged(reading, known, at)
        known = update_known_position(known, one, ALBA)
        told.append(one)
    return known, told


points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
readings = st.builds(
    PositionReading,
    point=st.none() | points | st.builds(north, st.floats(-3_000, 3_000)),
    at=st.none() | st.builds(after, st.floats(-90_000, 300)),
    accuracy_m=st.none() | st.floats(0, 1_000_000),
    speed_m_s=st.none() | st.floats(0, 1000),
    invented=st.booleans(),
)


@given(st.lists(readings, max_size=30))
def test_a_unit_never_goes_back_in_time_nor_into_the_future_nor_where_it_could_not_be(
    told: list[PositionReading],
) -> None:
    known: KnownPosition | None = None
    for reading in told:
        one = judged(reading, known, AT)
        then = update_known_position(known, one, ALBA)
        assert one.at <= AT
        if one.doubtful and known is not None:
            assert then is not None
            assert (then.point, then.at) == (known.point, known.at), "what is not believed moves nothing"
        if known is not None and then is not None and then.at != known.at:
            assert then.at > known.at
            assert one.verdict is FixVerdict.GOOD
            voted = known.elsewhere is not None and known.elsewhere.count + 1 >= AGREEING_FIXES_MIN
            assert voted or speed_between(known, then.point, then.accuracy_m, then.at) <= FASTEST_M_S
        known = then


@given(st.lists(st.floats(-3_000, 0), min_size=1, max_size=12, unique=True), st.randoms())
def test_in_whatever_order_a_queue_comes_the_newest_wins(ages: list[float], chance: object) -> None:
    driven = [fix(north(age * 10), after(age)) for age in sorted(ages)]
    assume(all(b.at - a.at >= timedelta(milliseconds=1) for a, b in pairwise(driven) if a.at and b.at))
    mixed = list(driven)
    chance.shuffle(mixed)
    known, told = fold(mixed, AT)
    assert known is not None
    assert (known.point, known.at) == (driven[-1].point, driven[-1].at)
    assert {one.verdict for one in told} <= {FixVerdict.GOOD, FixVerdict.LATE}


@given(readings, st.booleans())
def test_every_verdict_has_a_reason_and_only_three_are_trusted(
    reading: PositionReading, covered: bool
) -> None:
    one = judged(reading, KNOWN, after(200), covered=covered)
    assert one.doubtful == (one.verdict not in TRUSTED_VERDICTS)
    if not one.doubtful:
        assert covered
        assert reading.point is not None
        assert distance_m(Point(0, 0), reading.point) > 1_000
    assert all(isinstance(value, str) for value in one.facts.values())


# --- the road -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accuracy_m", "speed_m_s", "moved_m_s", "why_not"),
    [
        (8, 12, 0, None),
        (None, None, 9, None),
        (8, 0, 0, RoadMatchResult.STANDING),
        (8, None, 1.4, RoadMatchResult.STANDING),
        (80, 12, 12, RoadMatchResult.COARSE),
    ],
)
def test_a_road_is_looked_for_when_the_fix_is_sure_and_the_vehicle_moves(
    accuracy_m: float | None, speed_m_s: float | None, moved_m_s: float, why_not: RoadMatchResult | None
) -> None:
    assert why_no_road_match(accuracy_m, speed_m_s, moved_m_s) is why_not


# --- silence --------------------------------------------------------------------------------------


def of(status: UnitStatus, **more: object) -> Unit:
    return msgspec.structs.replace(ALBA, status=status, **more)


@pytest.mark.parametrize("status", UnitStatus)
def test_a_unit_is_silent_after_the_span_of_its_status_and_not_a_second_before(status: UnitStatus) -> None:
    unit, span_s = of(status), SILENCE_POLICIES[status].after_s
    assert SILENCE_POLICIES[status].reason
    if span_s is None:
        assert silent_since(unit, AT, expected=True, at=after(10**6), after={}) is None
        return
    assert silent_since(unit, AT, expected=True, at=after(span_s - 1), after={}) is None
    assert silent_since(unit, AT, expected=True, at=after(span_s), after={}) == AT


def test_what_never_spoke_has_not_stopped_unless_a_phone_speaks_for_it() -> None:
    unit, late = of(UnitStatus.EN_ROUTE), after(10_000)
    assert silent_since(unit, None, expected=False, at=late, after={}) is None
    assert silent_since(unit, after(-60), expected=False, at=late, after={}) is None, "of the crew before"
    assert silent_since(unit, after(5), expected=False, at=late, after={}) == after(5)
    assert silent_since(unit, None, expected=True, at=late, after={}) == AT


def test_a_status_an_alert_and_a_sign_on_are_words_too() -> None:
    unit = of(UnitStatus.EN_ROUTE, status_at=after(500), assigned_at=after(300))
    assert silent_since(unit, AT, expected=True, at=after(600), after={}) is None
    assert silent_since(unit, AT, expected=True, at=after(700), after={}) == after(500)


@pytest.mark.parametrize("unit", [PARKED, of(UnitStatus.EN_ROUTE, retired=True)])
def test_nobody_waits_for_a_unit_without_a_crew(unit: Unit) -> None:
    assert silent_since(unit, AT, expected=True, at=after(10**6), after={}) is None


def test_an_agency_sets_its_own_spans() -> None:
    spans = {UnitStatus.EN_ROUTE: 20.0}
    assert silent_since(of(UnitStatus.EN_ROUTE), AT, expected=True, at=after(20), after=spans) == AT
