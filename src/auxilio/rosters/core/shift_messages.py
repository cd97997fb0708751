"""What can be asked about shifts, and what has happened."""

from datetime import date
from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import PersonId, UnitId
from auxilio.rosters.core.model import ClockTime
from auxilio.rosters.core.shift_model import RosterShift, ShiftFunction, ShiftName

COPIED_PEOPLE_MAX = 500
"""Of one place (ours): a large room has two hundred."""


class PlanShift(Command, frozen=True, kw_only=True, tag="rosters.plan_shift"):
    """A shift of somebody, whole: one that is new, another form of the one that begins on this day at this time, or what becomes of
    the one that `instead_of` names."""

    permission: ClassVar[str] = Permission.SHIFT_PLAN
    object_rule: ClassVar[str] = ObjectRule.ROSTER
    person: PersonId
    day: date
    starts: ClockTime
    ends: ClockTime
    function: ShiftFunction
    unit: UnitId | None = None
    instead_of: ShiftName | None = None
    """Their shift that this one takes the place of: day and start change too."""


class RemoveShift(Command, frozen=True, kw_only=True, tag="rosters.remove_shift"):
    """They do not work then."""

    permission: ClassVar[str] = Permission.SHIFT_PLAN
    object_rule: ClassVar[str] = ObjectRule.ROSTER
    person: PersonId
    day: date
    starts: ClockTime


class CopyRosterWeek(Command, frozen=True, kw_only=True, tag="rosters.copy_week"):
    """The shifts of these people in the week before this Monday are also theirs a week later. What is planned there already stays."""

    permission: ClassVar[str] = Permission.SHIFT_PLAN
    object_rule: ClassVar[str] = ObjectRule.ROSTER
    first: date
    people: Annotated[tuple[PersonId, ...], msgspec.Meta(min_length=1, max_length=COPIED_PEOPLE_MAX)]


type ShiftCommand = PlanShift | RemoveShift | CopyRosterWeek


class ShiftPlanned(Event, frozen=True, kw_only=True, tag="rosters.shift.planned"):
    """The shift as it is from now on, whole."""

    person: PersonId
    shift: RosterShift


class ShiftRemoved(Event, frozen=True, kw_only=True, tag="rosters.shift.removed"):
    """There is none any more that begins then."""

    person: PersonId
    day: date
    starts: ClockTime


type ShiftEvent = ShiftPlanned | ShiftRemoved
