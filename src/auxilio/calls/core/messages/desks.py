"""What can be asked of a desk, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.shared_types import Language, Mode, ShortText

# --- commands -------------------------------------------------------------------------------------


class SetDeskReady(Command, frozen=True, kw_only=True, tag="calls.stand_ready"):
    """This desk can take a call."""

    permission: ClassVar[str] = Permission.DESK_STAND
    object_rule: ClassVar[str] = ObjectRule.OWN_DESK
    languages: tuple[Language, ...] = ()


class PauseDesk(Command, frozen=True, kw_only=True, tag="calls.pause"):
    """This desk takes none, and why."""

    permission: ClassVar[str] = Permission.DESK_STAND
    object_rule: ClassVar[str] = ObjectRule.OWN_DESK
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class SignOff(Command, frozen=True, kw_only=True, tag="calls.sign_off"):
    """Nobody sits here any more."""

    permission: ClassVar[str] = Permission.DESK_STAND
    object_rule: ClassVar[str] = ObjectRule.OWN_DESK


class VacateDesk(Command, frozen=True, kw_only=True, tag="calls.vacate_desk"):
    """The person who stood at this desk has left its seat: it counts as empty until the next person reports."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    desk: DeskId
    person: PersonId


class RequestHelp(Command, frozen=True, kw_only=True, tag="calls.ask_help"):
    """The silent key: the supervisor is told, the caller hears nothing."""

    permission: ClassVar[str] = Permission.DESK_STAND
    object_rule: ClassVar[str] = ObjectRule.OWN_DESK


class ReportLine(Command, frozen=True, kw_only=True, tag="calls.report_line"):
    """The leg of a desk stands, or does not any more. Sent by the process that carries media."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    desk: DeskId
    up: bool


type DeskCommand = SetDeskReady | PauseDesk | SignOff | RequestHelp

# --- events ---------------------------------------------------------------------------------------


class DeskReady(Event, frozen=True, kw_only=True, tag="calls.desk.ready"):
    """The desk waits for a call."""

    desk: DeskId
    person: PersonId
    person_name: ShortText
    languages: tuple[Language, ...] = ()
    mode: Mode | None = None
    """Of the session that sits there; None in events older than the field."""


class DeskOffered(Event, frozen=True, kw_only=True, tag="calls.desk.offered"):
    """A call rings here."""

    desk: DeskId
    call: CallId


class DeskBusy(Event, frozen=True, kw_only=True, tag="calls.desk.busy"):
    """In a call."""

    desk: DeskId
    person: PersonId
    person_name: ShortText
    call: CallId


class DeskWrapUpStarted(Event, frozen=True, kw_only=True, tag="calls.desk.wraps_up"):
    """The call is over, the work on it is not."""

    desk: DeskId


class DeskPaused(Event, frozen=True, kw_only=True, tag="calls.desk.paused"):
    """Takes no calls; `reason` is a code of the catalogue or the person's word."""

    desk: DeskId
    reason: ShortText


class DeskVacated(Event, frozen=True, kw_only=True, tag="calls.desk.vacated"):
    """Its person has left the seat without signing off. The next person's line may stand already."""

    desk: DeskId


class DeskSignedOff(Event, frozen=True, kw_only=True, tag="calls.desk.signed_off"):
    """Nobody sits here."""

    desk: DeskId


class DeskRequestedHelp(Event, frozen=True, kw_only=True, tag="calls.desk.asked_help"):
    """The silent key was pressed."""

    desk: DeskId
    mode: Mode | None = None
    """Of the session at the desk: the alarm is of the same. None: not known, in logs from before."""


class DeskLineChanged(Event, frozen=True, kw_only=True, tag="calls.desk.line_changed"):
    """The desk can speak and hear, or cannot."""

    desk: DeskId
    up: bool


class DeskJoinedCall(Event, frozen=True, kw_only=True, tag="calls.desk.joined"):
    """The desk takes part in a call that it does not have."""

    desk: DeskId
    call: CallId


class DeskLeftCall(Event, frozen=True, kw_only=True, tag="calls.desk.parted"):
    """It does not any more."""

    desk: DeskId


type DeskEvent = (
    DeskReady
    | DeskOffered
    | DeskBusy
    | DeskWrapUpStarted
    | DeskPaused
    | DeskSignedOff
    | DeskVacated
    | DeskRequestedHelp
    | DeskLineChanged
    | DeskJoinedCall
    | DeskLeftCall
)
