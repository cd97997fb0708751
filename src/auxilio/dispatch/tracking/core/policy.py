"""Choices with a name and a reason: which fix is believed, when a unit is silent, when a road is looked for.

Every figure is ours unless it says otherwise: chosen, not measured in a fleet. `judge_fix` is pure; it never repairs a fix.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from auxilio.dispatch.tracking.core.model import (
    ConflictingPosition,
    FixVerdict,
    JudgedFix,
    KnownPosition,
    PositionReading,
    RoadMatchResult,
)
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.shared_types import Mode

FUTURE_MAX_S = 60.0
"""How far a device's clock may run ahead before its fix is not believed; a telephone's own is right to a second."""
OLD_MAX_S = 24 * 3600.0
"""A telephone that was a day without network tells of another shift: beyond it nothing is drawn from what it kept."""
NULL_ISLAND_DEG = 0.01
"""Around 0° 0° lies what a receiver says before it knows where it is: 1.1 km of empty sea."""
COARSE_M = 500.0
"""Less sure than this is a mast, not a receiver: another minute of travel time, and the wrong bank of a river."""
FASTEST_M_S = 300 / 3.6
"""A rescue helicopter with the wind behind it. No unit here is faster."""
EXERCISE_SPEED_FACTOR = 12.0
"""An exercise may be played faster than life (`auxilio simulate --speed`), a real unit may not."""
RECEIVER_NOISE_M = 100.0
"""What two fixes of a receiver among houses may differ although nothing moved, besides what they say of themselves."""
AGREEING_FIXES_MIN = 3
"""So many fixes in a row that agree with one another outvote the one that stands: else a single wrong first fix would
silence a unit for as long as it takes to drive there."""
BORDER_M = 2_000.0
"""A road that leaves the region and comes back is still ours."""


def judge_fix(
    reading: PositionReading, known: KnownPosition | None, unit: Unit, *, covered: bool, at: datetime
) -> JudgedFix:
    """What is thought of a fix, at `at` by our clock.

    `known` is the last good one; `covered` whether the region's data knows the place (its sea is not covered).
    """
    when = at if reading.at is None else min(reading.at, at)  # nothing is from later than now
    point = reading.point

    def said(verdict: FixVerdict, **facts: str) -> JudgedFix:
        return JudgedFix(reading=reading, at=when, verdict=verdict, facts=facts)

    if point is None:
        return said(FixVerdict.NO_FIX)
    if is_null_island(point):
        return said(FixVerdict.NULL_ISLAND)
    if reading.at is not None and (ahead_s := seconds_between(at, reading.at)) > FUTURE_MAX_S:
        return said(FixVerdict.FUTURE, ahead_s=str(round(ahead_s)))
    if (age_s := seconds_between(when, at)) > OLD_MAX_S:
        return said(FixVerdict.TOO_OLD, hours=str(int(age_s // 3600)))
    if reading.invented:
        return said(FixVerdict.INVENTED)
    if not covered:
        return said(FixVerdict.OUTSIDE)
    if reading.accuracy_m is not None and reading.accuracy_m > COARSE_M:
        return said(FixVerdict.COARSE, accuracy_m=str(round(reading.accuracy_m)))
    if not unit.crew:
        return said(FixVerdict.NOT_SIGNED_ON)
    if known is None:
        return said(FixVerdict.GOOD)
    if when == known.at:
        return said(FixVerdict.REPEATED)
    speed_m_s = speed_between(known, point, reading.accuracy_m, when)
    if speed_m_s > _fastest(unit) and not _is_outvoted(known, point, when, unit):
        return said(FixVerdict.TOO_FAST, speed_km_h=str(round(min(speed_m_s * 3.6, 99_999))))
    return said(FixVerdict.LATE if when < known.at else FixVerdict.GOOD)


def is_null_island(point: Point) -> bool:
    """Whether this is what a receiver says before it knows anything."""
    return abs(point.lat) < NULL_ISLAND_DEG and abs(point.lon) < NULL_ISLAND_DEG


def speed_between(known: KnownPosition, point: Point, accuracy_m: float | None, at: datetime) -> float:
    """Metres a second that it would have taken at least, with all that either fix may be off."""
    off_m = (known.accuracy_m or 0.0) + (accuracy_m or 0.0) + RECEIVER_NOISE_M
    far_m = max(0.0, distance_m(known.point, point) - off_m)
    return far_m / max(abs(seconds_between(known.at, at)), 1.0)


def _fastest(unit: Unit) -> float:
    return FASTEST_M_S * (1.0 if unit.mode is Mode.REAL else EXERCISE_SPEED_FACTOR)


def _is_outvoted(known: KnownPosition, point: Point, at: datetime, unit: Unit) -> bool:
    other = known.elsewhere
    return other is not None and other.count + 1 >= AGREEING_FIXES_MIN and _agrees(other, point, at, unit)


def _agrees(other: ConflictingPosition, point: Point, at: datetime, unit: Unit) -> bool:
    return at > other.at and speed_between(
        KnownPosition(point=other.point, at=other.at), point, None, at
    ) <= _fastest(unit)


def update_known_position(known: KnownPosition | None, judged: JudgedFix, unit: Unit) -> KnownPosition | None:
    """What is known once this fix has been judged."""
    point = judged.reading.point
    if judged.verdict is FixVerdict.GOOD:
        assert point is not None, "a good fix is somewhere"
        return KnownPosition(point=point, at=judged.at, accuracy_m=judged.reading.accuracy_m)
    if judged.verdict is not FixVerdict.TOO_FAST or known is None or judged.at < known.at:
        return known
    assert point is not None, "what is too fast is somewhere"
    other = known.elsewhere
    count = other.count + 1 if other is not None and _agrees(other, point, judged.at, unit) else 1
    return msgspec.structs.replace(
        known, elsewhere=ConflictingPosition(point=point, at=judged.at, count=count)
    )


# --- the road -------------------------------------------------------------------------------------

MOVING_M_S = 2.0
"""Faster than walking: below it a receiver's course is a guess, and a crew may be on foot."""
SURE_M = 50.0
"""A fix less sure than this fits to several streets; moving it onto one would pass a guess off as knowledge."""


def why_no_road_match(
    accuracy_m: float | None, speed_m_s: float | None, moved_m_s: float
) -> RoadMatchResult | None:
    """Why no road is looked for; None when one is. `moved_m_s` is what the last two fixes say of the speed."""
    if accuracy_m is not None and accuracy_m > SURE_M:
        return RoadMatchResult.COARSE
    return RoadMatchResult.STANDING if max(speed_m_s or 0.0, moved_m_s) < MOVING_M_S else None


# --- silence --------------------------------------------------------------------------------------


class SilencePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How long a unit may say nothing in one status, and why."""

    after_s: float | None
    """None: it need not be heard."""
    reason: str


_MOVES = SilencePolicy(
    after_s=180,
    reason="it moves: six positions of thirty seconds are missing, and a place in a tunnel is not",
)
_STANDS = SilencePolicy(
    after_s=900, reason="it stands: apps send a heartbeat every one to five minutes; three are missing"
)
SILENCE_POLICIES: dict[UnitStatus, SilencePolicy] = {
    UnitStatus.AVAILABLE: SilencePolicy(
        after_s=1800, reason="at its station it is found by telephone; half an hour is a dead phone"
    ),
    UnitStatus.ALERTED: _MOVES,
    UnitStatus.ACKNOWLEDGED: _MOVES,
    UnitStatus.EN_ROUTE: _MOVES,
    UnitStatus.ON_SCENE: _STANDS,
    UnitStatus.TRANSPORTING: _MOVES,
    UnitStatus.AT_DESTINATION: _STANDS,
    UnitStatus.OUT_OF_SERVICE: SilencePolicy(after_s=None, reason="nobody counts on it"),
}
assert SILENCE_POLICIES.keys() == set(UnitStatus), "every status says how long it may be silent"


def silence_limit_s(unit: Unit, after: Mapping[UnitStatus, float]) -> float | None:
    """How long this unit may say nothing now; None when it need not be heard. `after` replaces spans of `SILENCE_POLICIES`."""
    return after.get(unit.status, SILENCE_POLICIES[unit.status].after_s)


def silent_since(
    unit: Unit, heard_at: datetime | None, *, expected: bool, at: datetime, after: Mapping[UnitStatus, float]
) -> datetime | None:
    """Since when a unit that should be heard has said nothing; None when it is not silent.

    `heard_at` is when its last good position was taken. A unit is `expected` to be heard when a phone speaks for it, or a
    position has come since its crew signed on: what never spoke has not stopped.
    """
    span_s = silence_limit_s(unit, after)
    if unit.retired or not unit.crew or unit.signed_on_at is None or span_s is None:
        return None
    if not expected and (heard_at is None or heard_at < unit.signed_on_at):
        return None
    words = (unit.status_at, unit.signed_on_at, unit.assigned_at, heard_at)
    last = max(one for one in words if one is not None)
    return last if at >= after_s(last, span_s) else None
