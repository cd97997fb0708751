"""What is told of a test call: a carrier or a telephone tries its way to us, and the exchange answers by itself (RFC 6881)."""

from typing import Annotated, ClassVar, NewType
from uuid import UUID

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.shared_types import ShortText

TestCallId = NewType("TestCallId", UUID)
"""Of a test call. It is no `CallId`: no caller waits, and no desk ever has it."""
SipCode = Annotated[int, msgspec.Meta(ge=200, le=699)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000)]


class RecordTestCall(Command, frozen=True, kw_only=True, tag="calls.record_test_call"):
    """The exchange has answered a test call, or could not."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    test_call: TestCallId
    line: ShortText
    """The service that was asked for: `urn:service:test.sos.fire`."""
    phone: ShortText | None = None
    user_agent: ShortText | None = None
    transport: ShortText
    code: SipCode
    """What its telephone was told: 200, or why not."""
    positions: Count = 0
    """How many positions were read of what came with it: a carrier wants to know that they arrive."""
    bodies: tuple[ShortText, ...] = ()
    """The types of what came with it."""


class TestCallAnswered(Event, frozen=True, kw_only=True, tag="calls.test_call.answered"):
    """A test call was heard and told how it went. It is no call of anybody's, and rang at no desk."""

    test_call: TestCallId
    line: ShortText
    phone: ShortText | None = None
    user_agent: ShortText | None = None
    transport: ShortText
    code: SipCode
    positions: Count = 0
    bodies: tuple[ShortText, ...] = ()
