"""What screens see of watches, messages and handovers. Pure: a row is a view of one aggregate's state."""

import msgspec

from auxilio.followup.core.model import (
    CaseMessage,
    ControlRoom,
    EscalationLevel,
    FollowupParty,
    HandoverId,
    HandoverState,
    MessageId,
    News,
    NoticeAttempt,
    OpenItem,
    ReadReceipt,
    RoomId,
    ShiftHandover,
    Surge,
    Watch,
    WatchKind,
    WatchState,
)
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId, StreamId, WatchId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, Priority


class WatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """One promise as desks, centre and room show it."""

    id: WatchId
    kind: WatchKind
    state: WatchState
    mode: Mode
    subject: StreamId
    about: str | None
    case: CaseId | None
    call: CallId | None
    priority: Priority | None
    to: tuple[FollowupParty, ...]
    level: EscalationLevel
    set_at: Instant
    amber_at: Instant | None
    red_at: Instant | None
    fired_at: Instant | None
    fired: int
    duty_officer_calls: int
    answered_at: Instant | None
    answered_by_name: str | None
    words: str | None
    over_at: Instant | None
    over_by: str | None
    attempts: tuple[NoticeAttempt, ...] = ()
    stands: bool = True
    """Of a notice: whether anything still asks for it."""


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a case."""

    id: MessageId
    case: CaseId
    mode: Mode
    by: PersonId
    by_name: str
    sender: FollowupParty | None
    to: tuple[FollowupParty, ...]
    words: str
    sent_at: Instant
    read: tuple[ReadReceipt, ...]
    hidden: bool = False
    """Its case is reserved and not open to the viewer: its words are not shown."""


class HandoverRow(msgspec.Struct, frozen=True, kw_only=True):
    """One desk that changes hands."""

    id: HandoverId
    desk: DeskId
    mode: Mode
    state: HandoverState
    by: PersonId
    by_name: str
    offered_at: Instant
    to: PersonId | None
    items: tuple[OpenItem, ...]
    words: str | None
    accepted_at: Instant | None
    accepted_by_name: str | None
    refused: tuple[StreamId, ...] = ()


class RoomRow(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for the whole room of one mode."""

    id: RoomId
    mode: Mode
    surge: Surge | None
    news: tuple[News, ...]


def watch_row(watch: Watch) -> WatchRow:
    """The row of a watch."""
    return msgspec.convert(watch, WatchRow, from_attributes=True)


def message_row(message: CaseMessage) -> MessageRow:
    """The row of a message."""
    return msgspec.convert(message, MessageRow, from_attributes=True)


def handover_row(handover: ShiftHandover) -> HandoverRow:
    """The row of a handover."""
    return msgspec.convert(handover, HandoverRow, from_attributes=True)


def room_row(room: ControlRoom) -> RoomRow:
    """The row of a room."""
    return msgspec.convert(room, RoomRow, from_attributes=True)
