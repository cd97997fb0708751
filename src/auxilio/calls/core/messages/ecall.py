"""What is told and asked of the vehicle of an eCall (docs/nouns/ecall.md)."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.calls.core.ecall_model import EcallMsd, MsdFailure
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText


class ReadVin(Command, frozen=True, kw_only=True, tag="calls.read_vin"):
    """Somebody reads the identification number of the vehicle, which leads to its holder. The look is a fact."""

    permission: ClassVar[str] = Permission.CALL_VIN_READ
    object_rule: ClassVar[str] = ObjectRule.CALLED_CASE
    call: CallId


class RequestMsd(Command, frozen=True, kw_only=True, tag="calls.request_msd"):
    """The desk that has the call asks the vehicle to send its data again. Only what came by SIP can be asked."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId


class ReportMsdNotSent(Command, frozen=True, kw_only=True, tag="calls.report_msd_not_sent"):
    """The vehicle was asked, and sends none. Only the exchange that asked says so."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    failure: MsdFailure


class MsdReceived(Event, frozen=True, kw_only=True, tag="calls.call.msd_received"):
    """A vehicle has sent its minimum set of data. What arrived stands in `LocationMessageReceived` before it."""

    call: CallId
    message: UUID
    """The `LocationMessage` that it came in."""
    received_at: Instant
    flags: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=64)] = ()
    msd: EcallMsd | None
    """None: it could not be read."""
    by_sip: bool = False
    """It came within the SIP call."""


class MsdRequested(Event, frozen=True, kw_only=True, tag="calls.call.msd_requested"):
    """The vehicle is asked for its data again; the exchange sends the question."""

    call: CallId


class MsdNotSent(Event, frozen=True, kw_only=True, tag="calls.call.msd_not_sent"):
    """The vehicle was asked for its data and sent none."""

    call: CallId
    failure: MsdFailure


class VinRead(Event, frozen=True, kw_only=True, tag="calls.call.vin_read"):
    """Somebody has read the vehicle's identification number. The envelope says who."""

    call: CallId


type EcallCommand = ReadVin | RequestMsd | ReportMsdNotSent
type EcallEvent = MsdReceived | MsdRequested | MsdNotSent | VinRead
