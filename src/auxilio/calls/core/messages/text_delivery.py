"""What becomes of an answer that left as a short message (docs/nouns/short-message.md)."""

from typing import ClassVar

from auxilio.calls.core.text_delivery import TextDelivery
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.shared_types import ShortText


class ReportTextDelivery(Command, frozen=True, kw_only=True, tag="calls.report_text_delivery"):
    """The gateway says how far an answer came. Only who takes its receipts says so."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    line: CommandId
    state: TextDelivery
    code: ShortText = ""


class TextDeliveryReported(Event, frozen=True, kw_only=True, tag="calls.call.text_delivery_reported"):
    """An answer by short message came so far. `line` is the command that wrote it; `code` the gateway's own, of a failure."""

    call: CallId
    line: CommandId
    state: TextDelivery
    code: ShortText = ""
