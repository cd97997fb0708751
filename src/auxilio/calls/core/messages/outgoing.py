"""What is asked and told of calls that a desk makes for a case (decision 0413).

What its legs do is reported by the exchange as of every call: `EndByCaller`, `ReportCallerReached`, `ReportCallerUnreached`,
`LoseDeskLine`, `KeepRecording`.
"""

from typing import Annotated, ClassVar

import msgspec

from auxilio.calls.core.model import CallRecording, PartyEndReason
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.shared_types import Mode, Phone, ShortText


class DialForCase(Command, frozen=True, kw_only=True, tag="calls.dial_for_case"):
    """Call a number outside about a case, from the actor's desk: a hospital, a utility, a relative."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    call: CallId
    """The id of the new call."""
    case: CaseId
    number: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    """As it was chosen or typed; without a country's code it is read as of this country."""
    whom: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """Who is called, in words."""


class HangUpOutgoing(Command, frozen=True, kw_only=True, tag="calls.hang_up_outgoing"):
    """End it, or stop ringing: its desk, the person who made it, or the room lead."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.OUTGOING_CALL
    call: CallId


class HearOutgoingRecording(Command, frozen=True, kw_only=True, tag="calls.hear_outgoing_recording"):
    """Somebody listens to the recording of a call for a case, as `HearRecording` says of a caller's call."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    object_rule: ClassVar[str] = ObjectRule.OUTGOING_CASE
    call: CallId
    digest: ShortText
    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=200)] | None = None


class OutgoingCallDialled(Event, frozen=True, kw_only=True, tag="calls.outgoing.dialled"):
    """A desk rings a number for a case."""

    call: CallId
    case: CaseId
    mode: Mode
    whom: ShortText
    number: Phone
    desk: DeskId
    operator: PersonId
    operator_name: ShortText


class OutgoingCallAnswered(Event, frozen=True, kw_only=True, tag="calls.outgoing.answered"):
    """Who was called is on the line."""

    call: CallId
    whom: ShortText


class OutgoingCallEnded(Event, frozen=True, kw_only=True, tag="calls.outgoing.ended"):
    """It is over, or was never answered: `busy`, `declined`, `no_answer`, `unreachable`."""

    call: CallId
    whom: ShortText
    reason: PartyEndReason


class OutgoingRecordingKept(Event, frozen=True, kw_only=True, tag="calls.outgoing.recorded"):
    """What was heard is kept under its digest."""

    call: CallId
    whom: ShortText
    recording: CallRecording


class OutgoingRecordingHeard(Event, frozen=True, kw_only=True, tag="calls.outgoing.recording_heard"):
    """Somebody listened. The envelope says who; `reason` is theirs, where the call was not their own."""

    call: CallId
    whom: ShortText
    digest: ShortText
    reason: ShortText | None = None


type OutgoingEvent = (
    OutgoingCallDialled
    | OutgoingCallAnswered
    | OutgoingCallEnded
    | OutgoingRecordingKept
    | OutgoingRecordingHeard
)
