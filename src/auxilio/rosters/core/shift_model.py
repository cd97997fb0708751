"""A shift: a person, a day, the hours by the clock on the wall, and what they do in them (docs/nouns/shift.md)."""

from datetime import date
from enum import StrEnum

import msgspec

from auxilio.kernel.ids import AgencyId, CentreId, PersonId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText
from auxilio.rosters.core.model import ClockTime


class ShiftFunction(StrEnum):
    """What somebody does in a shift: roles of people, by their own words."""

    CALL_TAKER = "call_taker"
    DISPATCHER = "dispatcher"
    CLINICAL_COORDINATOR = "clinical_coordinator"
    SUPERVISOR = "supervisor"
    ROOM_CHIEF = "room_chief"
    CIVIL_PROTECTION_OFFICER = "civil_protection_officer"
    CREW = "crew"
    """On a unit, which the shift names."""


class RosterShift(msgspec.Struct, frozen=True, kw_only=True):
    """Hours of one person, which begin on a day. An end that is not after the start is of the next day: 08:00 to 08:00 is a
    whole day. A person has one shift at most that begins at a moment, so that day and start name it."""

    day: date
    starts: ClockTime
    ends: ClockTime
    function: ShiftFunction
    unit: UnitId | None = None
    """Of a crew alone."""
    agency: AgencyId | None = None
    centre: CentreId | None = None
    """Where the person worked when it was planned; without either, in the room."""

    def begins(self, day: date, starts: str) -> bool:
        """Whether it is the shift of its person that this day and start name."""
        return (self.day, self.starts) == (day, starts)


class ShiftName(msgspec.Struct, frozen=True, kw_only=True):
    """Which shift of a person is meant: the one that begins then."""

    day: date
    starts: ClockTime


class PersonRoster(msgspec.Struct, frozen=True, kw_only=True):
    """The shifts of one person, by day and start. Those that ended weeks ago are in the log alone."""

    person: PersonId
    shifts: tuple[RosterShift, ...] = ()


class RosterPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the directory, as far as rosters need to know them."""

    id: PersonId
    name: str
    agency: AgencyId | None
    """Of their centre where they are of one."""
    centre: CentreId | None
    roles: frozenset[str]
    active: bool


class RosterUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of which somebody can be the crew."""

    id: UnitId
    callsign: ShortText
    agency: AgencyId
    centre: CentreId


class PlannedShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift as it is shown: who has it, and between which moments."""

    person: PersonId
    name: ShortText
    shift: RosterShift
    callsign: ShortText | None
    """Of its unit, where there still is one."""
    since: Instant
    until: Instant


class ShiftWarningKind(StrEnum):
    """What is shown of the hours of one person, and refuses nothing; worded as `shifts.warning.<code>`."""

    REST = "rest"
    """Less than `REST_MIN` between two shifts."""
    UNBROKEN = "unbroken"
    """Shifts that follow each other without a break for longer than `UNBROKEN_MAX`."""


class ShiftWarning(msgspec.Struct, frozen=True, kw_only=True):
    """One thing about the hours of one person."""

    kind: ShiftWarningKind
    person: PersonId
    name: ShortText
    hours: int
    """Of rest, or without a break; whole ones."""
    at: Instant
    """When the rest ends, or the stretch begins."""


class PlannablePerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to whom a shift of this place can be given, and the functions that they may have."""

    person: PersonId
    name: ShortText
    functions: tuple[ShiftFunction, ...]
