"""Choices with a name and a reason: which fix is believed, when a unit is silent, when a road is looked for.

Every figure is ours unless it says otherwise: chosen, not measured in a fleet. `judge` is pure; it never repairs a fix.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from auxilio.dispatch.model.unit import Unit, UnitStatus
from auxilio.dispatch.tracking.model import Elsewhere, Judged, Known, OnRoad, Reading, Verdict
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.words import Mode

FUTURE_MAX_S = 60.0
"""How far a device's clock may run ahead before its fix is not believed; a telephone's own is right to a second."""
OLD_MAX_S = 24 * 3600.0
"""A telephone that was a day without network tells of another shift: beyond it nothing is drawn from what it kept."""
NULL_ISLAND_DEG = 0.01
"""Around 0° 0° lies what a receiver says before it knows where it is: 1.1 km of empty sea."""
COARSE_M = 500.0
"""Less sure than this is a mast, not a receiver: another minute of travel time, and the wrong bank of a river."""
FASTEST_M_S = 300 / 3.6
"""A rescue helicopter with the wind behind it. Nothing of this house is faster."""
PLAYED_FASTER = 12.0
"""An exercise may be played faster than life (`auxilio simulate --speed`), a real unit may not."""
SLACK_M = 100.0
"""What two fixes of a receiver among houses may differ although nothing moved, besides what they say of themselves."""
AGREED = 3
"""So many fixes in a row that agree with one another outvote the one that stands: else a single wrong first fix would
silence a unit for as long as it takes to drive there."""
BORDER_M = 2_000.0
"""A road that leaves the region and comes back is still ours."""


def judge(reading: Reading, known: Known | None, unit: Unit, *, covered: bool, at: datetime) -> Judged:
    """What is thought of a fix, at `at` by our clock.

    `known` is the last good one; `covered` whether the region's data knows the place (its sea is not covered).
    """
    when = at if reading.at is None else min(reading.at, at)  # nothing is from later than now
    point = reading.point

    def said(verdict: Verdict, **facts: str) -> Judged:
        return Judged(reading=reading, at=when, verdict=verdict, facts=facts)

    if point is None:
        return said(Verdict.NO_FIX)
    if is_null_island(point):
        return said(Verdict.NULL_ISLAND)
    if reading.at is not None and (ahead_s := seconds_between(at, reading.at)) > FUTURE_MAX_S:
        return said(Verdict.FUTURE, ahead_s=str(round(ahead_s)))
    if (age_s := seconds_between(when, at)) > OLD_MAX_S:
        return said(Verdict.TOO_OLD, hours=str(int(age_s // 3600)))
    if reading.invented:
        return said(Verdict.INVENTED)
    if not covered:
        return said(Verdict.OUTSIDE)
    if reading.accuracy_m is not None and reading.accuracy_m > COARSE_M:
        return said(Verdict.COARSE, accuracy_m=str(round(reading.accuracy_m)))
    if not unit.crew:
        return said(Verdict.NOT_SIGNED_ON)
    if known is None:
        return said(Verdict.GOOD)
    if when == known.at:
        return said(Verdict.REPEATED)
    speed_m_s = speed_between(known, point, reading.accuracy_m, when)
    if speed_m_s > _fastest(unit) and not _outvoted(known, point, when, unit):
        return said(Verdict.TOO_FAST, speed_km_h=str(round(min(speed_m_s * 3.6, 99_999))))
    return said(Verdict.LATE if when < known.at else Verdict.GOOD)


def is_null_island(point: Point) -> bool:
    """Whether this is what a receiver says before it knows anything."""
    return abs(point.lat) < NULL_ISLAND_DEG and abs(point.lon) < NULL_ISLAND_DEG


def speed_between(known: Known, point: Point, accuracy_m: float | None, at: datetime) -> float:
    """Metres a second that it would have taken at least, with all that either fix may be off."""
    off_m = (known.accuracy_m or 0.0) + (accuracy_m or 0.0) + SLACK_M
    far_m = max(0.0, distance_m(known.point, point) - off_m)
    return far_m / max(abs(seconds_between(known.at, at)), 1.0)


def _fastest(unit: Unit) -> float:
    return FASTEST_M_S * (1.0 if unit.mode is Mode.REAL else PLAYED_FASTER)


def _outvoted(known: Known, point: Point, at: datetime, unit: Unit) -> bool:
    other = known.elsewhere
    return other is not None and other.count + 1 >= AGREED and _agrees(other, point, at, unit)


def _agrees(other: Elsewhere, point: Point, at: datetime, unit: Unit) -> bool:
    return at > other.at and speed_between(
        Known(point=other.point, at=other.at), point, None, at
    ) <= _fastest(unit)


def known_after(known: Known | None, judged: Judged, unit: Unit) -> Known | None:
    """What is known once this fix has been judged."""
    point = judged.reading.point
    if judged.verdict is Verdict.GOOD:
        assert point is not None, "a good fix is somewhere"
        return Known(point=point, at=judged.at, accuracy_m=judged.reading.accuracy_m)
    if judged.verdict is not Verdict.TOO_FAST or known is None or judged.at < known.at:
        return known
    assert point is not None, "what is too fast is somewhere"
    other = known.elsewhere
    count = other.count + 1 if other is not None and _agrees(other, point, judged.at, unit) else 1
    return msgspec.structs.replace(known, elsewhere=Elsewhere(point=point, at=judged.at, count=count))


# --- the road -------------------------------------------------------------------------------------

MOVING_M_S = 2.0
"""Faster than walking: below it a receiver's course is a guess, and a crew may be on foot."""
SURE_M = 50.0
"""A fix less sure than this fits to several streets; moving it onto one would pass a guess off as knowledge."""


def road_of(accuracy_m: float | None, speed_m_s: float | None, moved_m_s: float) -> OnRoad | None:
    """Why no road is looked for; None when one is. `moved_m_s` is what the last two fixes say of the speed."""
    if accuracy_m is not None and accuracy_m > SURE_M:
        return OnRoad.COARSE
    return OnRoad.STANDING if max(speed_m_s or 0.0, moved_m_s) < MOVING_M_S else None


# --- silence --------------------------------------------------------------------------------------


class Hush(msgspec.Struct, frozen=True, kw_only=True):
    """How long a unit may say nothing in one status, and why."""

    after_s: float | None
    """None: it need not be heard."""
    reason: str


_MOVES = Hush(
    after_s=180,
    reason="it moves: six positions of thirty seconds are missing, and a place in a tunnel is not",
)
_STANDS = Hush(
    after_s=900, reason="it stands: apps send a heartbeat every one to five minutes; three are missing"
)
SILENT: dict[UnitStatus, Hush] = {
    UnitStatus.AVAILABLE: Hush(
        after_s=1800, reason="at its station it is found by telephone; half an hour is a dead phone"
    ),
    UnitStatus.ALERTED: _MOVES,
    UnitStatus.ACKNOWLEDGED: _MOVES,
    UnitStatus.EN_ROUTE: _MOVES,
    UnitStatus.ON_SCENE: _STANDS,
    UnitStatus.TRANSPORTING: _MOVES,
    UnitStatus.AT_DESTINATION: _STANDS,
    UnitStatus.OUT_OF_SERVICE: Hush(after_s=None, reason="nobody counts on it"),
}
assert SILENT.keys() == set(UnitStatus), "every status says how long it may be silent"


def hush_s(unit: Unit, after: Mapping[UnitStatus, float]) -> float | None:
    """How long this unit may say nothing now; None when it need not be heard. `after` replaces spans of `SILENT`."""
    return after.get(unit.status, SILENT[unit.status].after_s)


def silent_since(
    unit: Unit, heard_at: datetime | None, *, expected: bool, at: datetime, after: Mapping[UnitStatus, float]
) -> datetime | None:
    """Since when a unit that should be heard has said nothing; None when it is not silent.

    `heard_at` is when its last good position was taken. A unit is `expected` to be heard when a phone speaks for it, or a
    position has come since its crew signed on: what never spoke has not stopped.
    """
    span_s = hush_s(unit, after)
    if unit.retired or not unit.crew or unit.signed_on_at is None or span_s is None:
        return None
    if not expected and (heard_at is None or heard_at < unit.signed_on_at):
        return None
    words = (unit.status_at, unit.signed_on_at, unit.assigned_at, heard_at)
    last = max(one for one in words if one is not None)
    return last if at >= after_s(last, span_s) else None
