"""What is told and asked of the additional data of a call (docs/nouns/additional-data.md)."""

from typing import ClassVar

from auxilio.calls.core.additional_data import CallData
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId


class ReportAdditionalData(Command, frozen=True, kw_only=True, tag="calls.report_additional_data"):
    """What came with the call, or was answered for a reference of it. Only the exchange says so."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    data: CallData


class ReadSubscriber(Command, frozen=True, kw_only=True, tag="calls.read_subscriber"):
    """Somebody reads whose line it is. By the permission that shows the number of callers; the look is a fact."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.CALLED_CASE
    call: CallId


class AdditionalDataReceived(Event, frozen=True, kw_only=True, tag="calls.call.additional_data_received"):
    """Networks or a device have said something beside the call."""

    call: CallId
    data: CallData


class SubscriberRead(Event, frozen=True, kw_only=True, tag="calls.call.subscriber_read"):
    """Somebody has read whose line it is. The envelope says who."""

    call: CallId


type AdditionalDataCommand = ReportAdditionalData | ReadSubscriber
type AdditionalDataEvent = AdditionalDataReceived | SubscriberRead
