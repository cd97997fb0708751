"""What is noticed on the lines of a call: a direction that is dead, a caller who is silent, keys that they press."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.calls.core.model import AudioDirection, LineSide, PartyId
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText

Key = Annotated[str, msgspec.Meta(pattern=r"^[0-9*#A-D]$")]

# --- commands: sent by the process that carries media ------------------------------------------------------


class ReportAudio(Command, frozen=True, kw_only=True, tag="calls.report_audio"):
    """One direction of a line is dead, or sound gets through again."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    way: AudioDirection
    dead: bool
    desk: DeskId | None = None
    party: PartyId | None = None
    """Whose line it is: a desk's, a number's that was asked in, the caller's where neither is named."""


class ReportSilence(Command, frozen=True, kw_only=True, tag="calls.report_silence"):
    """The caller's line is well and nothing has been said on it since then; None: they speak again."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    since: Instant | None


class PressKey(Command, frozen=True, kw_only=True, tag="calls.press_key"):
    """The caller pressed a key of their telephone."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    key: Key
    pressed_at: Instant


type AudioCommand = ReportAudio | ReportSilence | PressKey

# --- events ---------------------------------------------------------------------------------------


class AudioDied(Event, frozen=True, kw_only=True, tag="calls.call.audio_died"):
    """No packet gets through in one direction of the line of a party of the call."""

    call: CallId
    side: LineSide
    way: AudioDirection
    desk: DeskId | None = None
    party: PartyId | None = None
    whom: ShortText | None = None
    """The name of that party."""
    others: bool = False
    """Something else in this call was dead already."""


class AudioCameBack(Event, frozen=True, kw_only=True, tag="calls.call.audio_back"):
    """Packets get through again."""

    call: CallId
    side: LineSide
    way: AudioDirection
    desk: DeskId | None = None
    party: PartyId | None = None
    whom: ShortText | None = None
    others: bool = False
    """Something else in this call is dead still."""


class CallerFellSilent(Event, frozen=True, kw_only=True, tag="calls.call.fell_silent"):
    """Packets come and say nothing. No fault."""

    call: CallId
    since: Instant


class CallerSpokeAgain(Event, frozen=True, kw_only=True, tag="calls.call.spoke_again"):
    """There is something to be heard from the caller."""

    call: CallId


class KeyPressed(Event, frozen=True, kw_only=True, tag="calls.call.key_pressed"):
    """A key of the caller's telephone."""

    call: CallId
    key: Key
    pressed_at: Instant


type AudioEvent = AudioDied | AudioCameBack | CallerFellSilent | CallerSpokeAgain | KeyPressed
