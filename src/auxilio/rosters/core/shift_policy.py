"""When shifts are, which of them meet, how long people rest between them, and which hours nobody covers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from auxilio.kernel.ids import PersonId, UnitId
from auxilio.rosters.core.model import OnCallHours, OnCallPeriod
from auxilio.rosters.core.policy import UNBROKEN_MAX, gaps_between, periods
from auxilio.rosters.core.shift_model import (
    PersonRoster,
    PlannedShift,
    RosterShift,
    RosterUnit,
    ShiftFunction,
    ShiftWarning,
    ShiftWarningKind,
)

REST_MIN = timedelta(hours=12)
"""Between the end of a working day and the start of the next: Estatuto de los Trabajadores, article 34.3. The directive 2003/88/EC
(article 3) asks for eleven."""
EXPECTED_WITHIN = timedelta(days=14)
"""A function that a roster has within this time, before or after, is expected at each hour (ours): two weeks are a rota."""
COVERED_AHEAD = timedelta(hours=24)
"""So far ahead readiness looks at shifts (ours)."""


def period_of(shift: RosterShift, zone: ZoneInfo) -> OnCallPeriod | None:
    """Between which moments it is. None where the change of clocks leaves nothing of it, as with a duty."""
    hours = OnCallHours(
        days=(1, 2, 3, 4, 5, 6, 7),
        starts=shift.starts,
        ends=shift.ends,
        first_day=shift.day,
        last_day=shift.day,
    )
    noon = datetime(shift.day.year, shift.day.month, shift.day.day, 12, tzinfo=zone)
    return next(periods(hours, zone, noon - timedelta(days=2), noon + timedelta(days=3)), None)


def clash(shifts: Iterable[RosterShift], wanted: RosterShift, zone: ZoneInfo) -> RosterShift | None:
    """A shift that shares a moment with this one and is not the one that the same day and start name."""
    mine = period_of(wanted, zone)
    if mine is None:
        return None
    for one in shifts:
        if abs((one.day - wanted.day).days) > 1 or one.begins(wanted.day, wanted.starts):
            continue
        other = period_of(one, zone)
        if other is not None and other.since < mine.until and mine.since < other.until:
            return one
    return None


def planned(
    rosters: Iterable[PersonRoster],
    names: Mapping[PersonId, str],
    units: Mapping[UnitId, RosterUnit],
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
) -> tuple[PlannedShift, ...]:
    """The shifts of the people who have a name here that touch [since, until), in order."""
    first, last = since.astimezone(zone).date() - timedelta(days=1), until.astimezone(zone).date()
    found = [
        PlannedShift(
            person=roster.person,
            name=names[roster.person],
            shift=shift,
            callsign=units[shift.unit].callsign if shift.unit is not None and shift.unit in units else None,
            since=period.since,
            until=period.until,
        )
        for roster in rosters
        if roster.person in names
        for shift in roster.shifts
        if first <= shift.day <= last
        and (period := period_of(shift, zone)) is not None
        and period.since < until
        and period.until > since
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.name.casefold(), str(one.person))))


def on_at(shifts: Iterable[PlannedShift], at: datetime) -> tuple[PlannedShift, ...]:
    """Those that last at this moment."""
    return tuple(one for one in shifts if one.since <= at < one.until)


def warnings(shifts: Iterable[PlannedShift]) -> tuple[ShiftWarning, ...]:
    """Rests that are too short and stretches that are too long, in order of time. `shifts` are in order."""
    by_person = dict[PersonId, list[PlannedShift]]()
    for one in shifts:
        by_person.setdefault(one.person, []).append(one)
    found = [each for mine in by_person.values() for each in _warnings_of(mine)]
    return tuple(sorted(found, key=lambda one: (one.at, one.name)))


def _warnings_of(mine: Sequence[PlannedShift]) -> Iterator[ShiftWarning]:
    begins = mine[0].since
    for nth, one in enumerate(mine):
        follower = mine[nth + 1] if nth + 1 < len(mine) else None
        rest = follower.since - one.until if follower is not None else None
        if follower is not None and rest is not None and rest < REST_MIN:
            yield _warning(ShiftWarningKind.REST, one, rest, follower.since)
        if rest is not None and rest <= timedelta():
            continue
        if one.until - begins > UNBROKEN_MAX:
            yield _warning(ShiftWarningKind.UNBROKEN, one, one.until - begins, begins)
        begins = follower.since if follower is not None else begins


def _warning(kind: ShiftWarningKind, one: PlannedShift, span: timedelta, at: datetime) -> ShiftWarning:
    hours = span // timedelta(hours=1)
    return ShiftWarning(kind=kind, person=one.person, name=one.name, hours=hours, at=at)


def uncovered_hours(
    shifts: Iterable[PlannedShift],
    functions: Collection[ShiftFunction],
    since: datetime,
    until: datetime,
) -> tuple[OnCallPeriod, ...]:
    """The hours between two moments in which nobody of these shifts has one of these functions."""
    covered = [
        OnCallPeriod(since=one.since, until=one.until) for one in shifts if one.shift.function in functions
    ]
    return tuple(gaps_between(sorted(covered, key=lambda one: one.since), since, until))


def monday_of(day: date) -> date:
    """The first day of its week (ISO 8601)."""
    return day - timedelta(days=day.weekday())
