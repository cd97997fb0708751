"""What is asked and told of the sound of a call."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.calls.core.model import CallRecording
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import ShortText


class KeepRecording(Command, frozen=True, kw_only=True, tag="calls.keep_recording"):
    """What was heard is durable under its digest."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    recording: CallRecording


class HearRecording(Command, frozen=True, kw_only=True, tag="calls.hear_recording"):
    """Somebody listens to a recording: who answered the call, within a day; others by permission, and with a reason."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    object_rule: ClassVar[str] = ObjectRule.CALLED_CASE
    call: CallId
    digest: ShortText
    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=200)] | None = None


class RecordingKept(Event, frozen=True, kw_only=True, tag="calls.call.recorded"):
    """What was heard is kept under its digest."""

    call: CallId
    recording: CallRecording


class RecordingHeard(Event, frozen=True, kw_only=True, tag="calls.call.recording_heard"):
    """Somebody listened. The envelope says who; `reason` is theirs, where the call was not their own."""

    call: CallId
    digest: ShortText
    reason: ShortText | None = None
