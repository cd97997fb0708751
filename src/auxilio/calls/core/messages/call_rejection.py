"""What is asked and told of a call that we could not take."""

from typing import ClassVar

from auxilio.calls.core.model import CallRejection, CallRejectionReason, RejectionCode
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId


class RejectCall(Command, frozen=True, kw_only=True, tag="calls.refuse"):
    """It rang, and no audio with its telephone is possible: there are no media, or none that it understands."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    reason: CallRejectionReason
    code: RejectionCode
    """What its telephone was told."""


class CallRejected(Event, frozen=True, kw_only=True, tag="calls.call.refused"):
    """We did not take it. Where another centre takes it, it is over; else it is abandoned in the same moment."""

    call: CallId
    refusal: CallRejection
