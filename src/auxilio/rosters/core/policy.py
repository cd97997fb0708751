"""Who is on call at a moment, and when nobody is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.rosters.core.model import (
    OnCallDuty,
    OnCallHours,
    OnCallPeriod,
    PeopleOnCall,
    ReachableContact,
    UnbrokenDuty,
)

LOOK_AHEAD = timedelta(days=7)
"""So far ahead hours without a duty officer are told: the next rota is seldom written earlier (ours)."""
SHIFT_AHEAD = timedelta(hours=12)
"""The longest usual shift of a control room: what begins within it concerns the people who are at work now (ours)."""
UNBROKEN_MAX = timedelta(hours=24)
"""On call for longer without a break, somebody is named: whether they may is for the centre to say (ours)."""
_DAY = timedelta(days=1)


def periods(hours: OnCallHours, zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[OnCallPeriod]:
    """Each stretch of these hours that touches [since, until), in order. A time that the change of clocks leaves out or
    repeats is the one before the change; hours that lie within what is left out are none."""
    day = max(since.astimezone(zone).date() - _DAY, hours.first_day)
    last = until.astimezone(zone).date()
    if hours.last_day is not None:
        last = min(last, hours.last_day)
    while day <= last:
        if day.isoweekday() in hours.days:
            over_midnight = hours.ends <= hours.starts
            begins = _moment(day, hours.starts, zone)
            ends = _moment(day + _DAY if over_midnight else day, hours.ends, zone)
            if begins < until and ends > since and ends > begins:
                yield OnCallPeriod(since=begins, until=ends)
        day += _DAY


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    # A pattern's `$` lets a line break at the end pass, and a log may hold one: the table must be read all the same.
    return datetime.combine(day, time.fromisoformat(clock.strip()), zone).astimezone(UTC)


def on_call_at(
    duties: Iterable[OnCallDuty],
    function: OnCallFunction,
    at: datetime,
    zone: ZoneInfo,
    *,
    notice: str | None = None,
    agency: AgencyId | None = None,
    centre: CentreId | None = None,
) -> PeopleOnCall:
    """Whom to tell, of a notice those of its code: of the centre first, then of its agency, then of everywhere; in each those on call before deputies."""
    found = list[tuple[int, int, ReachableContact]]()
    for duty in duties:
        distance = _distance(duty, agency, centre)
        if duty.ended or (duty.function, duty.notice) != (function, notice) or distance is None:
            continue
        for now in periods(duty.hours, zone, at, at + timedelta(microseconds=1)):
            found += [
                (
                    distance,
                    place,
                    ReachableContact(
                        name=one.name,
                        phone=one.phone,
                        deputy=place,
                        until=now.until,
                        ways=one.ways,
                        email=one.email,
                        language=one.language,
                    ),
                )
                for place, one in enumerate(duty.contacts)
            ]
    ordered = sorted(found, key=lambda one: one[:2])
    unique = {contact.phone: contact for _, _, contact in reversed(ordered)}
    return PeopleOnCall(
        function=function,
        contacts=tuple(contact for _, _, contact in ordered if unique[contact.phone] is contact),
    )


def _distance(duty: OnCallDuty, agency: AgencyId | None, centre: CentreId | None) -> int | None:
    """How far from the place that is asked about; None: it is of another place."""
    if duty.centre is not None:
        return 0 if duty.centre == centre else None
    if duty.agency is not None:
        return 1 if duty.agency == agency else None
    return 2


def uncovered(
    duties: Iterable[OnCallDuty],
    function: OnCallFunction,
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
) -> tuple[OnCallPeriod, ...]:
    """The hours between two moments in which nobody has the function everywhere."""
    here = [
        each
        for duty in duties
        if not duty.ended and duty.function is function and duty.agency is None and duty.centre is None
        for each in periods(duty.hours, zone, since, until)
    ]
    return tuple(gaps_between(sorted(here, key=lambda one: one.since), since, until))


def unbroken(
    duties: Iterable[OnCallDuty], since: datetime, until: datetime, zone: ZoneInfo
) -> tuple[UnbrokenDuty, ...]:
    """Who is on call, and no deputy, for longer than `UNBROKEN_MAX` without a break between two moments: the longest first.
    A person is known again by their number, whatever the function and the place."""
    stretches = dict[str, list[OnCallPeriod]]()
    names = dict[str, str]()
    for duty in duties:
        if duty.ended:
            continue
        first = duty.contacts[0]
        names.setdefault(first.phone, first.name)
        stretches.setdefault(first.phone, []).extend(periods(duty.hours, zone, since, until))
    found = [
        UnbrokenDuty(name=names[phone], phone=phone, hours=longest // timedelta(hours=1))
        for phone, each in stretches.items()
        if (longest := _longest(each, since, until)) > UNBROKEN_MAX
    ]
    return tuple(sorted(found, key=lambda one: (-one.hours, one.name)))


def _longest(stretches: Iterable[OnCallPeriod], since: datetime, until: datetime) -> timedelta:
    longest, begins, ends = timedelta(), since, since
    for one in sorted(stretches, key=lambda each: each.since):
        if one.since > ends:
            begins = one.since
        ends = max(ends, min(one.until, until))
        longest = max(longest, ends - begins)
    return longest


def gaps_between(covered: Sequence[OnCallPeriod], since: datetime, until: datetime) -> Iterator[OnCallPeriod]:
    """The stretches between two moments that none of these covers. `covered` is in order of its beginnings."""
    reached = since
    for one in covered:
        if one.since > reached:
            yield OnCallPeriod(since=reached, until=one.since)
        reached = max(reached, one.until)
    if reached < until:
        yield OnCallPeriod(since=reached, until=until)
