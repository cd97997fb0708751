"""What is asked and told of a call that we could not take."""

from typing import ClassVar

from auxilio.calls.model import CallRefusalReason, Refusal, RefusalCode
from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId


class Refuse(Command, frozen=True, kw_only=True, tag="calls.refuse"):
    """It rang, and nobody can speak with its telephone: there are no media, or none that it understands."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    reason: CallRefusalReason
    code: RefusalCode
    """What its telephone was told."""


class CallRefused(Event, frozen=True, kw_only=True, tag="calls.call.refused"):
    """We did not take it. With somebody who takes it in our place it is over; with nobody it is abandoned in the same moment."""

    call: CallId
    refusal: Refusal
