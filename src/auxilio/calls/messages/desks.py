"""What can be asked of a desk, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.words import Language, ShortText

# --- commands -------------------------------------------------------------------------------------


class StandReady(Command, frozen=True, kw_only=True, tag="calls.stand_ready"):
    """This desk can take a call."""

    permission: ClassVar[str] = Permission.DESK_STAND
    languages: tuple[Language, ...] = ()


class Pause(Command, frozen=True, kw_only=True, tag="calls.pause"):
    """This desk takes none, and why."""

    permission: ClassVar[str] = Permission.DESK_STAND
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class SignOff(Command, frozen=True, kw_only=True, tag="calls.sign_off"):
    """Nobody sits here any more."""

    permission: ClassVar[str] = Permission.DESK_STAND


class AskHelp(Command, frozen=True, kw_only=True, tag="calls.ask_help"):
    """The silent key: the supervisor is told, the caller hears nothing."""

    permission: ClassVar[str] = Permission.DESK_STAND


class ReportLine(Command, frozen=True, kw_only=True, tag="calls.report_line"):
    """The leg of a desk stands, or does not any more. Told by whoever carries media."""

    permission: ClassVar[str] = Permission.SYSTEM
    desk: DeskId
    up: bool


type DeskCommand = StandReady | Pause | SignOff | AskHelp

# --- events ---------------------------------------------------------------------------------------


class DeskReady(Event, frozen=True, kw_only=True, tag="calls.desk.ready"):
    """The desk waits for a call."""

    desk: DeskId
    person: PersonId
    person_name: ShortText
    languages: tuple[Language, ...] = ()


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


class DeskWrapsUp(Event, frozen=True, kw_only=True, tag="calls.desk.wraps_up"):
    """The call is over, the work on it is not."""

    desk: DeskId


class DeskPaused(Event, frozen=True, kw_only=True, tag="calls.desk.paused"):
    """Takes no calls; `reason` is a code of the catalogue or the person's word."""

    desk: DeskId
    reason: ShortText


class DeskSignedOff(Event, frozen=True, kw_only=True, tag="calls.desk.signed_off"):
    """Nobody sits here."""

    desk: DeskId


class DeskAskedHelp(Event, frozen=True, kw_only=True, tag="calls.desk.asked_help"):
    """The silent key was pressed."""

    desk: DeskId


class DeskLineChanged(Event, frozen=True, kw_only=True, tag="calls.desk.line_changed"):
    """The desk can speak and hear, or cannot."""

    desk: DeskId
    up: bool


class DeskJoined(Event, frozen=True, kw_only=True, tag="calls.desk.joined"):
    """The desk takes part in a call that it does not have."""

    desk: DeskId
    call: CallId


class DeskParted(Event, frozen=True, kw_only=True, tag="calls.desk.parted"):
    """It does not any more."""

    desk: DeskId


type DeskEvent = (
    DeskReady
    | DeskOffered
    | DeskBusy
    | DeskWrapsUp
    | DeskPaused
    | DeskSignedOff
    | DeskAskedHelp
    | DeskLineChanged
    | DeskJoined
    | DeskParted
)
