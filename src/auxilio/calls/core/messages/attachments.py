"""What is asked and told of files that come with a call."""

from typing import ClassVar

from auxilio.calls.core.model import Attachment
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId


class AttachFile(Command, frozen=True, kw_only=True, tag="calls.attach"):
    """Something arrived with the call; its bytes are already durable under the digest. Only the exchange says so."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    attachment: Attachment


class AttachUpload(Command, frozen=True, kw_only=True, tag="calls.keep_upload"):
    """A page's file, durable by now. The upload sends it (`calls.service.ROUTED_COMMANDS`), never a client."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    attachment: Attachment


class AttachmentArrived(Event, frozen=True, kw_only=True, tag="calls.call.attachment_arrived"):
    """Bytes that came with the call."""

    call: CallId
    attachment: Attachment
