"""What is told and asked of the vehicle of an eCall (docs/nouns/ecall.md)."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.calls.core.ecall_model import EcallMsd
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


class MsdReceived(Event, frozen=True, kw_only=True, tag="calls.call.msd_received"):
    """A vehicle has sent its minimum set of data. What arrived stands in `LocationMessageReceived` before it."""

    call: CallId
    message: UUID
    """The `LocationMessage` that it came in."""
    received_at: Instant
    flags: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=64)] = ()
    msd: EcallMsd | None
    """None: it could not be read."""


class VinRead(Event, frozen=True, kw_only=True, tag="calls.call.vin_read"):
    """Somebody has read the vehicle's identification number. The envelope says who."""

    call: CallId


type EcallEvent = MsdReceived | VinRead
