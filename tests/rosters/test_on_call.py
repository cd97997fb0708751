"""Aim: at any moment the table says whom to telephone and in which order, and which hours nobody covers, by the clock on the wall."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.rosters.core import machine
from auxilio.rosters.core import messages as m
from auxilio.rosters.core.model import (
    OnCallContact,
    OnCallDuty,
    OnCallDutyId,
    OnCallHours,
    OnCallPeriod,
)
from auxilio.rosters.core.policy import on_call_at, periods, unbroken, uncovered

MADRID = ZoneInfo("Europe/Madrid")
AT = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
"""A Wednesday, 23:00 in Madrid."""
ONA = Actor(id=UUID(int=1), kind="person", name="Ona", mode=Mode.REAL)
ID = OnCallDutyId(UUID(int=7))
MARTA, JOAN = (
    OnCallContact(name="Marta", phone="+34600000001"),
    OnCallContact(name="Joan", phone="4711"),
)
OFFICER = OnCallFunction.DUTY_OFFICER
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def hours(
    starts: str = "08:00",
    ends: str = "08:00",
    days: tuple[int, ...] = EVERY_DAY,
    first: date = date(2026, 1, 1),
    last: date | None = None,
) -> OnCallHours:
    return OnCallHours(days=days, starts=starts, ends=ends, first_day=first, last_day=last)


def duty(
    when: OnCallHours | None = None,
    *contacts: OnCallContact,
    centre: str | None = None,
    agency: str | None = None,
    function: OnCallFunction = OFFICER,
) -> OnCallDuty:
    return OnCallDuty(
        id=OnCallDutyId(new_id()),
        mode=Mode.REAL,
        function=function,
        agency=AgencyId(agency) if agency else None,
        centre=CentreId(centre) if centre else None,
        hours=when or hours(),
        contacts=contacts or (MARTA,),
    )


def names(
    *duties: OnCallDuty, at: datetime = AT, centre: str | None = None, agency: str | None = None
) -> list[str]:
    found = on_call_at(
        duties,
        OFFICER,
        at,
        MADRID,
        agency=AgencyId(agency) if agency else None,
        centre=CentreId(centre) if centre else None,
    )
    return [one.name for one in found.contacts]


# --- who is on call ---------------------------------------------------------------------------------


def test_who_is_on_call_comes_before_their_deputies_and_says_until_when() -> None:
    found = on_call_at([duty(None, MARTA, JOAN)], OFFICER, AT, MADRID).contacts
    assert [(one.name, one.deputy) for one in found] == [("Marta", 0), ("Joan", 1)]
    assert found[0].until == datetime(2026, 11, 26, 7, 0, tzinfo=UTC)


def test_a_night_begins_on_its_day_and_ends_on_the_next() -> None:
    wednesdays = duty(hours("22:00", "06:00", days=(3,)))
    assert names(wednesdays) == ["Marta"]
    assert names(wednesdays, at=AT + timedelta(hours=6, minutes=59)) == ["Marta"]  # Thursday 05:59
    assert names(wednesdays, at=AT + timedelta(hours=7)) == []
    assert names(wednesdays, at=AT - timedelta(hours=1, microseconds=1)) == []


def test_between_its_first_day_and_its_last_the_night_of_the_last_day_counts() -> None:
    week = duty(hours("20:00", "08:00", first=date(2026, 11, 18), last=date(2026, 11, 24)))
    assert names(week) == []
    assert names(week, at=datetime(2026, 11, 25, 6, 59, tzinfo=UTC)) == ["Marta"]


def test_of_a_centre_first_then_of_its_agency_then_of_everywhere() -> None:
    table = (
        duty(None, OnCallContact(name="Tot", phone="111"), OnCallContact(name="Suplent", phone="112")),
        duty(None, OnCallContact(name="Agència", phone="222"), agency="san"),
        duty(None, OnCallContact(name="Centre", phone="333"), centre="san-1"),
        duty(None, OnCallContact(name="Veí", phone="444"), centre="bom-1"),
    )
    assert names(*table) == ["Tot", "Suplent"]
    assert names(*table, centre="san-1", agency="san") == ["Centre", "Agència", "Tot", "Suplent"]
    assert names(*table, centre="san-2", agency="san") == ["Agència", "Tot", "Suplent"]


def test_a_number_is_told_once_where_it_comes_first() -> None:
    table = (duty(None, JOAN, MARTA), duty(None, MARTA), duty(None, MARTA, agency="san"))
    assert names(*table, agency="san") == ["Marta", "Joan"]


def test_another_function_and_a_duty_that_has_ended_are_not_told() -> None:
    ended = machine.evolve(duty(), m.OnCallDutyEnded(duty=ID), AT)
    assert names(duty(function=OnCallFunction.TECHNICIAN), ended) == []


# --- hours that nobody covers -----------------------------------------------------------------------


def test_hours_between_two_duties_are_told_and_those_of_one_place_cover_only_it() -> None:
    table = (duty(hours("08:00", "20:00")), duty(hours("21:00", "08:00")), duty(hours(), centre="san-1"))
    [gap] = uncovered(table, OFFICER, AT, AT + timedelta(days=1), MADRID)
    assert gap == OnCallPeriod(
        since=datetime(2026, 11, 26, 19, 0, tzinfo=UTC), until=datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    )
    assert uncovered((duty(),), OFFICER, AT, AT + timedelta(days=7), MADRID) == ()


def test_without_a_duty_every_hour_is_without_cover() -> None:
    until = AT + timedelta(days=7)
    assert uncovered((), OFFICER, AT, until, MADRID) == (OnCallPeriod(since=AT, until=until),)


def test_a_change_of_clocks_leaves_no_hole() -> None:
    """On 25 October 2026 Madrid has 25 hours, on 29 March 2026 it has 23."""
    table = (duty(hours("02:30", "14:30")), duty(hours("14:30", "02:30")))
    for day in (datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 3, 28, tzinfo=UTC)):
        assert uncovered(table, OFFICER, day, day + timedelta(days=3), MADRID) == ()
    [night] = periods(
        hours("20:00", "08:00", days=(6,)),
        MADRID,
        datetime(2026, 10, 24, 18, tzinfo=UTC),
        datetime(2026, 10, 25, 18, tzinfo=UTC),
    )
    assert night.until - night.since == timedelta(hours=13)


def test_hours_that_a_change_of_clocks_leaves_out_are_none() -> None:
    """On 29 March 2026 02:00 is 03:00."""
    day = datetime(2026, 3, 28, 12, tzinfo=UTC)
    left_out = duty(hours("02:30", "03:15"))
    around = duty(hours("03:15", "02:30"))
    for gap in uncovered((left_out, around), OFFICER, day, day + timedelta(days=1), MADRID):
        assert gap.since < gap.until
    begun = list(periods(left_out.hours, MADRID, day, day + timedelta(days=2)))
    assert all(one.since < one.until for one in begun)


def test_a_line_break_that_a_pattern_let_pass_spoils_no_table() -> None:
    """`$` of a pattern stands before it too, and the log of a centre may hold one."""
    spoiled = duty(hours("08:00\n", "08:00\n"))
    assert [one.phone for one in on_call_at((spoiled,), OFFICER, AT, MADRID).contacts] == [MARTA.phone]
    command = m.SetOnCallDuty(
        duty=ID,
        function=OFFICER,
        hours=hours("08:00\n", "20:00\n"),
        contacts=(OnCallContact(name="Ma\u202erta\x07", phone="4711\n"),),
    )
    [stated] = machine.set_duty(None, command, ONA)
    assert isinstance(stated, m.OnCallDutySet)
    assert (stated.hours.starts, stated.hours.ends) == ("08:00", "20:00")
    assert stated.contacts == (OnCallContact(name="Ma rta", phone="4711"),)


def test_a_name_that_cannot_be_seen_is_none() -> None:
    command = m.SetOnCallDuty(
        duty=ID, function=OFFICER, hours=hours(), contacts=(OnCallContact(name="\u200b", phone="4711"),)
    )
    with pytest.raises(Refused, match="on_call_name_missing"):
        machine.set_duty(None, command, ONA)


# --- hours without a break --------------------------------------------------------------------------


def test_who_goes_from_one_duty_into_the_next_has_no_break_whatever_function_and_place() -> None:
    days, nights = hours("08:00", "20:00"), hours("20:00", "08:00")
    week = AT + timedelta(days=7)
    alone = (duty(days, MARTA), duty(nights, MARTA, centre="san-1", function=OnCallFunction.TECHNICIAN))
    [marta] = unbroken(alone, AT, week, MADRID)
    assert (marta.name, marta.hours) == ("Marta", 168)
    assert unbroken((duty(days, MARTA), duty(nights, JOAN, MARTA)), AT, week, MADRID) == ()
    # Saturday 08:00 to Monday 08:00.
    [joan] = unbroken((duty(hours(days=(6, 7)), JOAN),), AT, week, MADRID)
    assert (joan.name, joan.hours) == ("Joan", 48)
    ended = machine.evolve(alone[0], m.OnCallDutyEnded(duty=ID), AT)
    assert unbroken((ended,), AT, week, MADRID) == ()


# --- what can be asked ------------------------------------------------------------------------------


def stated(**more: object) -> m.SetOnCallDuty:
    whole = {"duty": ID, "function": OFFICER, "hours": hours(), "contacts": (MARTA,), **more}
    return m.SetOnCallDuty(**whole)  # type: ignore[arg-type]  # fields by name


def after(known: OnCallDuty | None, command: m.SetOnCallDuty) -> OnCallDuty | None:
    for event in machine.set_duty(known, command, ONA):
        known = machine.evolve(known, event, AT)  # type: ignore[arg-type]  # one of its events
    return known


def test_a_duty_is_stated_whole_and_the_same_again_is_nothing_new() -> None:
    known = after(None, stated(contacts=(OnCallContact(name="  Marta  Soler ", phone="4711"),)))
    assert known is not None
    assert known.contacts[0].name == "Marta Soler"
    assert machine.set_duty(known, stated(contacts=known.contacts), ONA) == ()
    other = after(known, stated(hours=hours(days=(7, 6, 7))))
    assert other is not None
    assert (other.hours.days, other.contacts) == ((6, 7), (MARTA,))


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("on_call_scope_double", {"agency": AgencyId("san"), "centre": CentreId("san-1")}),
        ("on_call_days_reversed", {"hours": hours(first=date(2026, 2, 2), last=date(2026, 2, 1))}),
        ("on_call_name_missing", {"contacts": (OnCallContact(name=" ", phone="4711"),)}),
    ],
)
def test_what_cannot_be_is_refused(code: str, more: dict[str, object]) -> None:
    with pytest.raises(Refused, match=code):
        machine.set_duty(None, stated(**more), ONA)


def test_a_duty_that_has_ended_stays_so() -> None:
    ended = machine.evolve(duty(), m.OnCallDutyEnded(duty=ID), AT)
    assert machine.end_duty(ended) == ()
    with pytest.raises(Refused, match="on_call_ended"):
        machine.set_duty(ended, stated(), ONA)
