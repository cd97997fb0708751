"""The shifts of one person: planned, planned anew, removed, copied.

| command | refuses |
|---|---|
| plan_shift | shift_person_left, shift_function_not_held, shift_unit_missing, shift_unit_unneeded, shift_unit_elsewhere, shift_day_far, shift_overlap, shifts_full |
| remove_shift | nothing: what is not there is removed already |
| copy_week | shift_day_far, shifts_full |
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.rosters.core import shift_messages as m
from auxilio.rosters.core.shift_model import (
    PersonRoster,
    RosterPerson,
    RosterShift,
    RosterUnit,
    ShiftFunction,
    ShiftName,
)
from auxilio.rosters.core.shift_policy import clash

SHIFTS_MAX = 500
"""Of one person (ours): thirteen months of a shift a day, and those of the last weeks."""
AHEAD = timedelta(days=396)
"""Thirteen months: a roster of a year is published in the month before it (ours)."""
BEHIND = timedelta(days=31)
"""What was worked is corrected within the month (ours)."""
KEPT = timedelta(days=35)
"""After it a shift is in the log alone."""
_WEEK = timedelta(days=7)


def stated(command: m.PlanShift, person: RosterPerson, unit: RosterUnit | None) -> RosterShift:
    """The shift that a command states, where its person works. Raises `Refused("shift_unit_elsewhere")`: it is of another agency."""
    if unit is not None and unit.agency != person.agency:
        raise Refused("shift_unit_elsewhere", name=person.name, callsign=unit.callsign)
    return RosterShift(
        day=command.day,
        starts=command.starts.strip(),
        ends=command.ends.strip(),
        function=command.function,
        unit=command.unit,
        agency=person.agency,
        centre=person.centre,
    )


def check_free(known: PersonRoster | None, shift: RosterShift, person: RosterPerson) -> None:
    """That none begins at the same moment, for who means a new one. Raises `Conflict("shift_overlap")`."""
    for one in known.shifts if known is not None else ():
        if one.begins(shift.day, shift.starts):
            raise overlap(person, one)


def check_number(mine: Sequence[RosterShift], person: RosterPerson) -> None:
    """That one more can be planned. Raises `Refused("shifts_full")`."""
    if len(mine) >= SHIFTS_MAX:
        raise Refused("shifts_full", name=person.name, max=SHIFTS_MAX)


def overlap(person: RosterPerson, other: RosterShift) -> Conflict:
    """The refusal of a shift that would meet this one of the same person."""
    return Conflict(
        "shift_overlap", name=person.name, day=str(other.day), starts=other.starts, ends=other.ends
    )


def plan(
    known: PersonRoster | None,
    shift: RosterShift,
    person: RosterPerson,
    today: date,
    zone: ZoneInfo,
    instead_of: ShiftName | None = None,
) -> tuple[m.ShiftEvent, ...]:
    """The same again is nothing new. `instead_of`: the shift that this one takes the place of, where it is another one and still
    there. Raises `Refused` (table above)."""
    mine = known.shifts if known is not None else ()
    if shift in mine:
        return ()
    check_day(shift.day, today)
    check_person(person, shift)
    moved = [one for one in mine if instead_of is not None and one.begins(instead_of.day, instead_of.starts)]
    others = tuple(one for one in mine if one not in moved)
    if moved:
        check_free(PersonRoster(person=person.id, shifts=others), shift, person)
    other = clash(others, shift, zone)
    if other is not None:
        raise overlap(person, other)
    if not any(one.begins(shift.day, shift.starts) for one in others):
        check_number(others, person)
    removed = [one for one in moved if not one.begins(shift.day, shift.starts)]
    return (
        *(m.ShiftRemoved(person=person.id, day=one.day, starts=one.starts) for one in removed),
        m.ShiftPlanned(person=person.id, shift=shift),
    )


def check_day(day: date, today: date) -> None:
    """Raises `Refused("shift_day_far")` with the first and the last day that can be planned."""
    first, last = today - BEHIND, today + AHEAD
    if not first <= day <= last:
        raise Refused("shift_day_far", first=str(first), last=str(last))


def check_week(first: date, today: date) -> None:
    """Whether the last day of the week that begins then can be planned. Raises `Refused("shift_day_far")`."""
    # The calendar ends soon after the last Monday of 9999.
    check_day(first + timedelta(days=6) if first <= today + AHEAD else first, today)


def check_person(person: RosterPerson, shift: RosterShift) -> None:
    """Raises `Refused`: `shift_person_left`, `shift_function_not_held`, `shift_unit_missing`, `shift_unit_unneeded`."""
    if not person.active:
        raise Refused("shift_person_left", name=person.name)
    if shift.function.value not in person.roles:
        raise Refused("shift_function_not_held", name=person.name, function=shift.function.value)
    on_unit = shift.function is ShiftFunction.CREW
    if on_unit and shift.unit is None:
        raise Refused("shift_unit_missing")
    if not on_unit and shift.unit is not None:
        raise Refused("shift_unit_unneeded", function=shift.function.value)


def remove(known: PersonRoster | None, command: m.RemoveShift) -> tuple[Event, ...]:
    """The second press finds it removed."""
    mine = known.shifts if known is not None else ()
    if not any(one.begins(command.day, command.starts) for one in mine):
        return ()
    return (m.ShiftRemoved(person=command.person, day=command.day, starts=command.starts),)


def copy_week(
    known: PersonRoster, person: RosterPerson, first: date, today: date, zone: ZoneInfo
) -> tuple[tuple[Event, ...], int]:
    """The shifts of the week before `first` a week later, and how many of them are not copied: the person has left or has the function
    no more, works at that time already, or was the crew of a unit of another agency. Raises `Refused`: `shift_day_far`, `shifts_full`."""
    before = [one for one in known.shifts if first - _WEEK <= one.day < first]
    mine, events, left = known.shifts, list[Event](), 0
    for one in before:
        moved = msgspec.structs.replace(one, day=one.day + _WEEK, agency=person.agency, centre=person.centre)
        if moved in mine:
            continue
        taken = (
            any(each.begins(moved.day, moved.starts) for each in mine) or clash(mine, moved, zone) is not None
        )
        # A unit is of the agency where the person worked then.
        taken = taken or (moved.unit is not None and one.agency != person.agency)
        if taken or not person.active or moved.function.value not in person.roles:
            left += 1
            continue
        check_day(moved.day, today)
        check_number(mine, person)
        events.append(m.ShiftPlanned(person=person.id, shift=moved))
        mine = (*mine, moved)
    return tuple(events), left


def evolve(known: PersonRoster | None, event: m.ShiftEvent, at: datetime) -> PersonRoster:
    """The shifts after an event, by day and start, without those of weeks ago."""
    before = known or PersonRoster(person=event.person)
    planned, named = (event.shift, event.shift) if isinstance(event, m.ShiftPlanned) else (None, event)
    oldest = at.date() - KEPT
    mine = [one for one in before.shifts if not one.begins(named.day, named.starts) and one.day >= oldest]
    if planned is not None:
        mine.append(planned)
    return msgspec.structs.replace(before, shifts=tuple(sorted(mine, key=lambda one: (one.day, one.starts))))
