"""What can be asked about people on call, and what has happened."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.shared_types import Mode
from auxilio.rosters.core.model import NoticeCode, OnCallContact, OnCallDutyId, OnCallHours

OnCallContacts = Annotated[tuple[OnCallContact, ...], msgspec.Meta(min_length=1, max_length=5)]


class SetOnCallDuty(Command, frozen=True, kw_only=True, tag="rosters.set_on_call"):
    """A duty, whole: one that is new, or another form of one that is there."""

    permission: ClassVar[str] = Permission.ROSTER_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    duty: OnCallDutyId
    function: OnCallFunction
    notice: NoticeCode | None = None
    agency: AgencyId | None = None
    centre: CentreId | None = None
    hours: OnCallHours
    contacts: OnCallContacts


class EndOnCallDuty(Command, frozen=True, kw_only=True, tag="rosters.end_on_call"):
    """Nobody is on call by it any more."""

    permission: ClassVar[str] = Permission.ROSTER_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    duty: OnCallDutyId


type OnCallCommand = SetOnCallDuty | EndOnCallDuty


class OnCallDutySet(Event, frozen=True, kw_only=True, tag="rosters.on_call.set"):
    """The duty as it is from now on, whole."""

    duty: OnCallDutyId
    mode: Mode
    function: OnCallFunction
    notice: NoticeCode | None = None
    agency: AgencyId | None
    centre: CentreId | None
    hours: OnCallHours
    contacts: tuple[OnCallContact, ...]


class OnCallDutyEnded(Event, frozen=True, kw_only=True, tag="rosters.on_call.ended"):
    """It is no more."""

    duty: OnCallDutyId


type OnCallEvent = OnCallDutySet | OnCallDutyEnded
