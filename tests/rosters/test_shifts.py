"""Aim: a shift is hours by the clock on the wall, also at night and when clocks change; nobody is at two places; what a week leaves out of
rest is shown; a copied week changes nothing that is planned already."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from auxilio.kernel.ids import AgencyId, CentreId, PersonId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.rosters.core import shift_machine as machine
from auxilio.rosters.core import shift_messages as m
from auxilio.rosters.core.shift_model import (
    PersonRoster,
    RosterPerson,
    RosterShift,
    RosterUnit,
    ShiftFunction,
    ShiftName,
)
from auxilio.rosters.core.shift_policy import on_at, period_of, planned, uncovered_hours, warnings
from auxilio.rosters.core.swap_machine import SwapParty, exchange
from auxilio.rosters.core.swap_model import ShiftSwap, ShiftSwapId, SwapState

ZONE = ZoneInfo("Europe/Madrid")
TODAY = date(2026, 11, 29)
AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
ANA = RosterPerson(
    id=PersonId(new_id()), name="Ana", agency=None, centre=None, roles=frozenset({"call_taker", "crew"}), active=True
)  # fmt: skip


def shift(day: date, starts: str = "08:00", ends: str = "20:00", **other: object) -> RosterShift:
    return RosterShift(
        day=day, starts=starts, ends=ends, function=ShiftFunction.CALL_TAKER, **other  # type: ignore[arg-type]
    )  # fmt: skip


def roster(*shifts: RosterShift) -> PersonRoster:
    known: PersonRoster | None = None
    for one in shifts:
        for event in machine.plan(known, one, ANA, TODAY, ZONE):
            assert isinstance(event, m.ShiftPlanned)
            known = machine.evolve(known, event, AT)
    return known or PersonRoster(person=ANA.id)


def hours(one: RosterShift) -> float:
    period = period_of(one, ZONE)
    assert period is not None
    return (period.until - period.since).total_seconds() / 3_600


def code_of(known: PersonRoster | None, wanted: RosterShift, person: RosterPerson = ANA) -> str:
    with pytest.raises(Refused) as refused:
        machine.plan(known, wanted, person, TODAY, ZONE)
    return refused.value.code


def test_a_night_shift_crosses_midnight_and_is_an_hour_longer_or_shorter_when_clocks_change() -> None:
    night = shift(date(2026, 11, 29), "22:00", "06:00")
    period = period_of(night, ZONE)
    assert period is not None
    assert (period.since, period.until) == (
        datetime(2026, 11, 29, 21, tzinfo=UTC),
        datetime(2026, 11, 30, 5, tzinfo=UTC),
    )
    assert hours(shift(date(2026, 10, 24), "22:00", "06:00")) == 9
    assert hours(shift(date(2027, 3, 27), "22:00", "06:00")) == 7
    assert hours(shift(date(2026, 11, 29), "08:00", "08:00")) == 24


def test_a_person_has_one_shift_at_a_time_and_two_that_touch() -> None:
    known = roster(shift(TODAY, "22:00", "06:00"))
    following = date(2026, 11, 30)
    assert code_of(known, shift(following, "05:59", "08:00")) == "shift_overlap"
    assert code_of(known, shift(TODAY, "08:00", "22:01")) == "shift_overlap"
    assert len(machine.plan(known, shift(following, "06:00", "08:00"), ANA, TODAY, ZONE)) == 1
    longer = shift(TODAY, "22:00", "07:00")
    assert machine.plan(known, known.shifts[0], ANA, TODAY, ZONE) == ()
    assert machine.plan(known, longer, ANA, TODAY, ZONE) == (m.ShiftPlanned(person=ANA.id, shift=longer),)


def test_a_shift_that_takes_the_place_of_another_leaves_one_and_touches_no_third() -> None:
    known = roster(shift(TODAY, "08:00", "14:00"), shift(TODAY, "20:00", "22:00"))
    name = ShiftName(day=TODAY, starts="08:00")
    later = shift(TODAY, "09:00", "15:00")
    gone = m.ShiftRemoved(person=ANA.id, day=TODAY, starts="08:00")
    come = m.ShiftPlanned(person=ANA.id, shift=later)
    assert machine.plan(known, later, ANA, TODAY, ZONE, name) == (gone, come)
    longer = shift(TODAY, "08:00", "15:00")
    assert machine.plan(known, longer, ANA, TODAY, ZONE, name) == (
        m.ShiftPlanned(person=ANA.id, shift=longer),
    )
    for taken in (shift(TODAY, "20:00", "23:00"), shift(TODAY, "19:00", "21:00")):
        with pytest.raises(Refused, match="shift_overlap"):
            machine.plan(known, taken, ANA, TODAY, ZONE, name)
    absent = ShiftName(day=date(2026, 11, 30), starts="08:00")
    free = shift(date(2026, 12, 1))
    assert machine.plan(known, free, ANA, TODAY, ZONE, absent) == (m.ShiftPlanned(person=ANA.id, shift=free),)


def test_a_shift_is_of_a_function_that_the_person_has_and_a_crew_of_a_unit_of_their_agency() -> None:
    unit = UnitId(new_id())
    crew = msgspec.structs.replace(shift(TODAY), function=ShiftFunction.CREW)
    assert code_of(None, msgspec.structs.replace(crew, function=ShiftFunction.SUPERVISOR)) == (
        "shift_function_not_held"
    )
    assert code_of(None, crew) == "shift_unit_missing"
    assert code_of(None, shift(TODAY, unit=unit)) == "shift_unit_unneeded"
    assert code_of(None, shift(TODAY), msgspec.structs.replace(ANA, active=False)) == "shift_person_left"
    on_unit = m.PlanShift(
        person=ANA.id, day=TODAY, starts="08:00", ends="20:00", function=ShiftFunction.CREW, unit=unit
    )
    there = RosterUnit(id=unit, callsign="A-1", agency=AgencyId("san"), centre=CentreId("san-1"))
    with pytest.raises(Refused, match="shift_unit_elsewhere"):
        machine.stated(on_unit, ANA, there)


def test_days_are_planned_from_a_month_ago_to_thirteen_months_ahead() -> None:
    for day in (date(2026, 10, 28), date(2027, 12, 31)):
        assert code_of(None, shift(day)) == "shift_day_far"
    for day in (date(2026, 10, 29), date(2027, 12, 30)):
        assert machine.plan(None, shift(day), ANA, TODAY, ZONE)


def test_a_removed_shift_is_gone_and_the_second_press_finds_it_removed() -> None:
    known = roster(shift(TODAY), shift(TODAY, "22:00", "23:00"))
    command = m.RemoveShift(person=ANA.id, day=TODAY, starts="08:00")
    (event,) = machine.remove(known, command)
    assert isinstance(event, m.ShiftRemoved)
    left = machine.evolve(known, event, AT)
    assert [one.starts for one in left.shifts] == ["22:00"]
    assert machine.remove(left, command) == ()


def test_what_ended_weeks_ago_leaves_the_state() -> None:
    known = roster(shift(date(2026, 11, 1)))
    event = m.ShiftPlanned(person=ANA.id, shift=shift(date(2026, 12, 20)))
    later = machine.evolve(known, event, datetime(2026, 12, 20, tzinfo=UTC))
    assert [one.day for one in later.shifts] == [date(2026, 12, 20)]


def test_a_copied_week_leaves_what_is_planned_and_what_cannot_be() -> None:
    monday = date(2026, 11, 30)
    known = roster(
        shift(date(2026, 11, 24)),
        shift(date(2026, 11, 25)),
        shift(date(2026, 11, 26)),
        shift(date(2026, 12, 1)),
        shift(date(2026, 12, 2), "10:00", "12:00"),
    )
    events, left = machine.copy_week(known, ANA, monday, TODAY, ZONE)
    assert [one.shift.day for one in events if isinstance(one, m.ShiftPlanned)] == [date(2026, 12, 3)]
    assert left == 1, "of Wednesday; that of Tuesday stands there already"
    gone = msgspec.structs.replace(ANA, active=False)
    assert machine.copy_week(known, gone, monday, TODAY, ZONE) == ((), 2)


def test_a_short_rest_and_a_day_without_a_break_are_shown() -> None:
    known = roster(
        shift(date(2026, 12, 1), "08:00", "20:00"),
        shift(date(2026, 12, 1), "20:00", "08:00"),
        shift(date(2026, 12, 2), "08:00", "10:00"),
        shift(date(2026, 12, 2), "21:00", "23:00"),
        shift(date(2026, 12, 3), "11:00", "13:00"),
    )
    week = planned(
        [known], {ANA.id: "Ana"}, {}, datetime(2026, 11, 30, tzinfo=ZONE), datetime(2026, 12, 7, tzinfo=ZONE), ZONE
    )  # fmt: skip
    found = [(one.kind.value, one.hours) for one in warnings(week)]
    assert sorted(found) == [("rest", 0), ("rest", 0), ("rest", 11), ("unbroken", 26)]


def test_who_is_on_and_which_hours_nobody_covers() -> None:
    known = roster(shift(TODAY, "08:00", "20:00"), shift(TODAY, "22:00", "06:00"))
    begin, end = datetime(2026, 11, 29, tzinfo=ZONE), datetime(2026, 11, 30, tzinfo=ZONE)
    day = planned([known], {ANA.id: "Ana"}, {}, begin, end, ZONE)
    assert [one.shift.starts for one in on_at(day, datetime(2026, 11, 29, 20, tzinfo=ZONE))] == []
    assert [one.shift.starts for one in on_at(day, datetime(2026, 11, 29, 22, tzinfo=ZONE))] == ["22:00"]
    gaps = uncovered_hours(day, {ShiftFunction.CALL_TAKER}, begin, end)
    assert [(one.since.astimezone(ZONE).hour, one.until.astimezone(ZONE).hour) for one in gaps] == [
        (0, 8),
        (20, 22),
    ]
    assert planned([known], {}, {}, begin, end, ZONE) == ()


def test_a_confirmed_swap_gives_nobody_more_shifts_than_a_person_can_have() -> None:
    given = shift(TODAY + timedelta(days=1))
    full = PersonRoster(
        person=PersonId(new_id()),
        shifts=tuple(shift(TODAY + timedelta(days=nth + 2)) for nth in range(machine.SHIFTS_MAX)),
    )
    colleague = msgspec.structs.replace(ANA, id=full.person, name="Joan")
    asking, asked = SwapParty(ANA, roster(given)), SwapParty(colleague, full)
    swap = ShiftSwap(
        id=ShiftSwapId(new_id()),
        person=ANA.id,
        name=ANA.name,
        shift=given,
        colleague=colleague.id,
        colleague_name=colleague.name,
        in_return=None,
        state=SwapState.ACCEPTED,
        by_name=colleague.name,
    )
    with pytest.raises(Refused) as refused:
        exchange(swap, (asking, asked), AT, ZONE)
    assert refused.value.code == "shifts_full"
    returned = msgspec.structs.replace(swap, in_return=full.shifts[0])
    assert exchange(returned, (asking, asked), AT, ZONE)[1], "who gives one has room for one"
