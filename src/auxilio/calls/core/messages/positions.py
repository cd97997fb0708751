"""What is asked and told of where the device of a caller is."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.calls.core.ecall_model import EcallMsd
from auxilio.calls.core.model import LocationFailure
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position, PositionSource
from auxilio.kernel.shared_types import ShortText

MESSAGE_FLAGS_MAX = 64
RAW_MAX = 32_768
"""Characters of a message that are kept (ours): a location document of eight places has about 16,000."""


EarlierPositions = Annotated[tuple[Position, ...], msgspec.Meta(max_length=2)]
"""Where a vehicle was before, oldest first."""


FURTHER_MAX = 7
"""Positions of one document besides its first (ours): it is read to eight places."""
FurtherPositions = Annotated[tuple[Position, ...], msgspec.Meta(max_length=FURTHER_MAX)]


class LocationMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message about a device's place as it arrived, whether or not a fix could be read from it."""

    id: UUID
    """Of its bytes: the same message sent again has the same."""
    source: PositionSource
    received_at: Instant
    flags: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=MESSAGE_FLAGS_MAX)] = ()
    """Codes of what was odd about it, of the reader of its format; `no_fix`: its sender does not know the place."""
    raw: Annotated[str, msgspec.Meta(max_length=RAW_MAX)]
    """In ASCII; other bytes as `\\xNN`."""


class ReportPosition(Command, frozen=True, kw_only=True, tag="calls.report_position"):
    """A new fix of the caller's device."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    position: Position


class ReportLocationMessage(Command, frozen=True, kw_only=True, tag="calls.report_location_message"):
    """A message that belongs to this call, and the fix that was read from it; None where it states none. Only what
    received it says so (`calls.location_messages`, and the reaction to a new call)."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    message: LocationMessage
    position: Position | None = None
    further: FurtherPositions = ()
    """Of the other places of the same document."""
    earlier: EarlierPositions = ()
    msd: EcallMsd | None = None
    """What an eCall's message says besides; None: of another source, or it could not be read."""
    by_sip: bool = False
    """An eCall's message that came within the SIP call."""


class ReportLocationFailure(Command, frozen=True, kw_only=True, tag="calls.report_location_failure"):
    """A location that this call refers to was not obtained. Only the exchange that asked says so."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    failure: LocationFailure


class RequestLocation(Command, frozen=True, kw_only=True, tag="calls.request_location"):
    """A desk asks the location server of the network where the telephone of its call is. One request waits at a time."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId


class EndLocationRequest(Command, frozen=True, kw_only=True, tag="calls.end_location_request"):
    """The request of a desk has its answer, which was reported before; `failure` where it has no position."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    failure: LocationFailure | None = None


class PositionReported(Event, frozen=True, kw_only=True, tag="calls.call.position_reported"):
    """One fix; every one is kept."""

    call: CallId
    position: Position


class LocationMessageReceived(Event, frozen=True, kw_only=True, tag="calls.call.location_message_received"):
    """What arrived about the device's place, as it came. A fix that was new is told by `PositionReported`."""

    call: CallId
    message: LocationMessage


class LocationNotObtained(Event, frozen=True, kw_only=True, tag="calls.call.location_not_obtained"):
    """A location server gave no position for this call; its desk sees which one, and why."""

    call: CallId
    failure: LocationFailure


class LocationRequested(Event, frozen=True, kw_only=True, tag="calls.call.location_requested"):
    """A desk asked where the telephone is."""

    call: CallId


class LocationRequestEnded(Event, frozen=True, kw_only=True, tag="calls.call.location_request_ended"):
    """The request has its answer; `failure` where that has no position."""

    call: CallId
    failure: LocationFailure | None = None


type PositionCommand = (
    ReportPosition | ReportLocationMessage | ReportLocationFailure | RequestLocation | EndLocationRequest
)
type PositionEvent = (
    PositionReported
    | LocationMessageReceived
    | LocationNotObtained
    | LocationRequested
    | LocationRequestEnded
)
