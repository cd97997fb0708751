"""Commands and facts of the radio log."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import LongText, Mode, ShortText
from auxilio.kernel.tsi import Tsi
from auxilio.radio.core.bridge_protocol import Epoch, RadioMessage, Seq
from auxilio.radio.core.model import (
    EntryId,
    EntryText,
    GatewayId,
    RadioKind,
    RadioVerdict,
    SendOutcome,
    SpokenName,
    StatusCode,
    StatusMeaning,
)


class ReceiveRadioMessage(Command, frozen=True, kw_only=True, tag="radio.hear"):
    """A gateway told what was said. Its id is derived from gateway, epoch and number: what is told twice is heard once."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    gateway: GatewayId
    epoch: Epoch
    seq: Seq
    at: Instant
    told: RadioMessage


class RecordVerdict(Command, frozen=True, kw_only=True, tag="radio.judge"):
    """By Auxilio itself: what became of a status."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    entry: EntryId
    verdict: RadioVerdict


class ReportDelivery(Command, frozen=True, kw_only=True, tag="radio.answer"):
    """The gateway: what became of something that we sent."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    entry: EntryId
    outcome: SendOutcome
    why: ShortText | None = None


class LogRadioCall(Command, frozen=True, kw_only=True, tag="radio.note_call"):
    """Who called whom, and the words, as a person heard it."""

    permission: ClassVar[str] = Permission.RADIO_LOG
    object_rule: ClassVar[str] = ObjectRule.RADIO_UNIT
    entry: EntryId
    who: SpokenName
    words: EntryText
    to: SpokenName | None = None
    """The centre, where nothing is said."""
    unit: UnitId | None = None
    case: CaseId | None = None
    """The case it is about; that of the unit, where nothing is said."""
    group: Tsi | None = None


class SendRadioText(Command, frozen=True, kw_only=True, tag="radio.send"):
    """A text to the radio of a unit, or to a talk group; as a call-out it wakes the crew until they answer."""

    permission: ClassVar[str] = Permission.RADIO_SEND
    object_rule: ClassVar[str] = ObjectRule.RADIO_UNIT
    entry: EntryId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=140)]
    """What one SDS holds."""
    unit: UnitId | None = None
    group: Tsi | None = None
    call_out: bool = False


class AcknowledgeEntry(Command, frozen=True, kw_only=True, tag="radio.see_entry"):
    """A person has seen what changed nothing by itself."""

    permission: ClassVar[str] = Permission.RADIO_LOG
    object_rule: ClassVar[str] = ObjectRule.RADIO_ENTRY
    entry: EntryId


type LogCommand = (
    ReceiveRadioMessage | RecordVerdict | ReportDelivery | LogRadioCall | SendRadioText | AcknowledgeEntry
)


class EntryWritten(Event, frozen=True, kw_only=True, tag="radio.entry.written"):
    """A line: a gateway told it, a person typed it, or a person sent it."""

    entry: EntryId
    mode: Mode
    kind_of: RadioKind
    said_at: Instant
    gateway: GatewayId | None = None
    who: ShortText
    who_radio: Tsi | None = None
    to: ShortText
    to_radio: Tsi | None = None
    group: ShortText | None = None
    unit: UnitId | None = None
    case: CaseId | None = None
    agency: AgencyId | None = None
    centre: CentreId | None = None
    shared: bool = False
    words: LongText | None = None
    code: StatusCode | None = None
    means: StatusMeaning | None = None
    point: Point | None = None
    by: ShortText
    verdict: RadioVerdict | None = None
    sent: bool = False
    """It is ours and on its way; whether it arrived is told afterwards."""


class RadioCallEnded(Event, frozen=True, kw_only=True, tag="radio.entry.ended"):
    """The call is over."""

    entry: EntryId
    said_at: Instant


class VerdictRecorded(Event, frozen=True, kw_only=True, tag="radio.entry.judged"):
    """It became the status, or was known already."""

    entry: EntryId
    verdict: RadioVerdict


class EntryNotApplied(Event, frozen=True, kw_only=True, tag="radio.entry.kept"):
    """It was not applied: kept as it was said, with the reason."""

    entry: EntryId
    verdict: RadioVerdict


class DeliveryReported(Event, frozen=True, kw_only=True, tag="radio.entry.answered"):
    """It was delivered, or could not be."""

    entry: EntryId
    outcome: SendOutcome
    why: ShortText | None = None


class EntryAcknowledged(Event, frozen=True, kw_only=True, tag="radio.entry.seen"):
    """A person has seen it."""

    entry: EntryId
    by: ShortText


type LogEvent = (
    EntryWritten | RadioCallEnded | VerdictRecorded | EntryNotApplied | DeliveryReported | EntryAcknowledged
)
