"""What can be asked of a watch, a message or a handover, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.followup.core.model import (
    EscalationLevel,
    FollowupParty,
    HandoverId,
    MessageId,
    NewsId,
    OpenItem,
    RoomId,
    WatchKind,
)
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Cursor, Event
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId, StreamId, WatchId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, Mode, Priority, ShortText

ClimbS = Annotated[float, msgspec.Meta(ge=1, le=86_400)]
Parties = Annotated[tuple[FollowupParty, ...], msgspec.Meta(max_length=50)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]

# --- commands -------------------------------------------------------------------------------------


class SetWatch(Command, frozen=True, kw_only=True, tag="followup.set_watch"):
    """Begin to watch a promise. The id is derived from the fact that made it, so that a replay is a repeat."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    watch: WatchId
    kind_of: WatchKind
    subject: StreamId
    made: Cursor = Cursor()
    about: ShortText | None = None
    amber_at: Instant | None = None
    red_at: Instant | None = None
    case: CaseId | None = None
    call: CallId | None = None
    priority: Priority | None = None
    to: Parties = ()
    first: EscalationLevel = EscalationLevel.DESK
    top: EscalationLevel = EscalationLevel.GUARD
    climb_s: ClimbS = 60.0


class KeepWatch(Command, frozen=True, kw_only=True, tag="followup.keep_watch"):
    """The promise was kept; `by` is the kind of the fact that says so."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    watch: WatchId
    by: ShortText


class FireWatch(Command, frozen=True, kw_only=True, tag="followup.fire_watch"):
    """The timer: the moment `due` has come. Says nothing when the watch has moved meanwhile."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    watch: WatchId
    due: ShortText


class EscalateWatch(Command, frozen=True, kw_only=True, tag="followup.escalate_watch"):
    """The timer: it was not answered at this level."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    watch: WatchId
    due: ShortText


class AnswerWatch(Command, frozen=True, kw_only=True, tag="followup.answer_watch"):
    """A person knows of it and acts."""

    permission: ClassVar[str] = Permission.WATCH_ANSWER
    object_rule: ClassVar[str] = ObjectRule.WATCH_ADDRESSEE
    watch: WatchId
    words: ShortText | None = None


class TellDutyOfficer(Command, frozen=True, kw_only=True, tag="followup.tell_duty_officer"):
    """Somebody telephoned the duty officer by hand, about a watch that has climbed that far."""

    permission: ClassVar[str] = Permission.WATCH_ANSWER
    object_rule: ClassVar[str] = ObjectRule.ROOM_WATCH
    watch: WatchId
    reached: bool


class TellNotice(Command, frozen=True, kw_only=True, tag="followup.tell_notice"):
    """Somebody telephoned about a notice. Reached keeps it; not reached is recorded, and it rings again."""

    permission: ClassVar[str] = Permission.WATCH_ANSWER
    object_rule: ClassVar[str] = ObjectRule.WATCH_ADDRESSEE
    watch: WatchId
    whom: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    reached: bool
    words: ShortText | None = None


class ReviewNotice(Command, frozen=True, kw_only=True, tag="followup.review_notice"):
    """Whether anything still asks for a notice, as of the fact at `since`."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    watch: WatchId
    stands: bool
    since: Cursor


class CancelWatch(Command, frozen=True, kw_only=True, tag="followup.cancel_watch"):
    """There is nothing left to promise; `by` is the kind of the fact that says so."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    watch: WatchId
    by: ShortText


class MoveWatch(Command, frozen=True, kw_only=True, tag="followup.move_watch"):
    """What is waited for is of another case now, or of another desk; `to` are those who are concerned by it there."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    watch: WatchId
    case: CaseId
    to: Parties = ()


class SendMessage(Command, frozen=True, kw_only=True, tag="followup.send_message"):
    """Words to a desk, a centre or a crew about one case."""

    permission: ClassVar[str] = Permission.MESSAGE_SEND
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    message: MessageId
    case: CaseId
    to: Annotated[tuple[FollowupParty, ...], msgspec.Meta(min_length=1, max_length=50)]
    words: Words


class ReadMessage(Command, frozen=True, kw_only=True, tag="followup.read_message"):
    """It was on somebody's screen, and they said so."""

    permission: ClassVar[str] = Permission.MESSAGE_SEND
    object_rule: ClassVar[str] = ObjectRule.MESSAGE_ADDRESSEE
    message: MessageId


class MoveMessage(Command, frozen=True, kw_only=True, tag="followup.move_message"):
    """Whom these words are for works on another case now. Says nothing once somebody has read them."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    message: MessageId
    case: CaseId


class OfferShiftHandover(Command, frozen=True, kw_only=True, tag="followup.hand_over"):
    """This desk goes to somebody else, with what is open."""

    permission: ClassVar[str] = Permission.SHIFT_HAND_OVER
    object_rule: ClassVar[str] = ObjectRule.OWN_SHIFT
    handover: HandoverId
    to: PersonId | None = None
    items: Annotated[tuple[OpenItem, ...], msgspec.Meta(max_length=200)] = ()
    words: LongText | None = None


class AcceptHandover(Command, frozen=True, kw_only=True, tag="followup.accept_handover"):
    """I have read what is open and sign for it; what I do not take goes back."""

    permission: ClassVar[str] = Permission.SHIFT_HAND_OVER
    object_rule: ClassVar[str] = ObjectRule.HANDOVER_PARTY
    handover: HandoverId
    refused: Annotated[tuple[StreamId, ...], msgspec.Meta(max_length=200)] = ()


class WithdrawHandover(Command, frozen=True, kw_only=True, tag="followup.withdraw_handover"):
    """I stay."""

    permission: ClassVar[str] = Permission.SHIFT_HAND_OVER
    object_rule: ClassVar[str] = ObjectRule.HANDOVER_PARTY
    handover: HandoverId


class DeclareSurge(Command, frozen=True, kw_only=True, tag="followup.declare_surge"):
    """More calls than hands: every desk is told, with the reason. In the mode of whoever says it."""

    permission: ClassVar[str] = Permission.ROOM_LEAD
    object_rule: ClassVar[str] = ObjectRule.ROOM
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class EndSurge(Command, frozen=True, kw_only=True, tag="followup.end_surge"):
    """There are hands again."""

    permission: ClassVar[str] = Permission.ROOM_LEAD
    object_rule: ClassVar[str] = ObjectRule.ROOM


class PostNews(Command, frozen=True, kw_only=True, tag="followup.post_news"):
    """One line that everybody at work should know."""

    permission: ClassVar[str] = Permission.ROOM_LEAD
    object_rule: ClassVar[str] = ObjectRule.ROOM
    news: NewsId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class WithdrawNews(Command, frozen=True, kw_only=True, tag="followup.withdraw_news"):
    """It holds no longer."""

    permission: ClassVar[str] = Permission.ROOM_LEAD
    object_rule: ClassVar[str] = ObjectRule.ROOM
    news: NewsId


type WatchCommand = (
    SetWatch
    | KeepWatch
    | FireWatch
    | EscalateWatch
    | AnswerWatch
    | TellDutyOfficer
    | TellNotice
    | ReviewNotice
    | CancelWatch
    | MoveWatch
)
type MessageCommand = SendMessage | ReadMessage | MoveMessage
type HandoverCommand = OfferShiftHandover | AcceptHandover | WithdrawHandover
type RoomCommand = DeclareSurge | EndSurge | PostNews | WithdrawNews

# --- events ---------------------------------------------------------------------------------------


class WatchSet(Event, frozen=True, kw_only=True, tag="followup.watch.set"):
    """Somebody promised something, by a time."""

    watch: WatchId
    kind_of: WatchKind
    subject: StreamId
    mode: Mode
    made: Cursor = Cursor()
    about: ShortText | None = None
    amber_at: Instant | None = None
    red_at: Instant | None = None
    case: CaseId | None = None
    call: CallId | None = None
    priority: Priority | None = None
    to: tuple[FollowupParty, ...] = ()
    first: EscalationLevel = EscalationLevel.DESK
    top: EscalationLevel = EscalationLevel.GUARD
    climb_s: float = 60.0


class WatchAmber(Event, frozen=True, kw_only=True, tag="followup.watch.amber"):
    """It will soon be late."""

    watch: WatchId


class WatchFired(Event, frozen=True, kw_only=True, tag="followup.watch.fired"):
    """It is late."""

    watch: WatchId
    level: EscalationLevel


class WatchEscalated(Event, frozen=True, kw_only=True, tag="followup.watch.escalated"):
    """It was not answered at the level below, so it escalated. `telephone` when the room is asked to telephone the duty officer."""

    watch: WatchId
    level: EscalationLevel
    telephone: bool = False


class WatchAnswered(Event, frozen=True, kw_only=True, tag="followup.watch.answered"):
    """A person knows. `again_at` is when it fires again if the promise is still not kept; None ends it."""

    watch: WatchId
    by: PersonId
    by_name: ShortText
    words: ShortText | None = None
    again_at: Instant | None = None


class DutyOfficerCalled(Event, frozen=True, kw_only=True, tag="followup.watch.duty_officer_called"):
    """Somebody telephoned the duty officer, who answered or did not."""

    watch: WatchId
    reached: bool
    by: PersonId
    by_name: ShortText


class NoticeAttempted(Event, frozen=True, kw_only=True, tag="followup.watch.notice_attempted"):
    """Somebody telephoned about a notice, and reached whom they called or did not. `again_at`: when it rings again."""

    watch: WatchId
    notice: ShortText
    whom: ShortText
    reached: bool
    by: PersonId
    by_name: ShortText
    words: ShortText | None = None
    again_at: Instant | None = None


class NoticeReviewed(Event, frozen=True, kw_only=True, tag="followup.watch.notice_reviewed"):
    """Something asks for a notice again, or nothing does any more. It stays until it is given or a person ends it."""

    watch: WatchId
    notice: ShortText
    stands: bool
    since: Cursor


class WatchKept(Event, frozen=True, kw_only=True, tag="followup.watch.kept"):
    """The promise was kept, in time or late."""

    watch: WatchId
    by: ShortText


class WatchCancelled(Event, frozen=True, kw_only=True, tag="followup.watch.cancelled"):
    """Nothing left to promise."""

    watch: WatchId
    by: ShortText


class WatchMoved(Event, frozen=True, kw_only=True, tag="followup.watch.moved"):
    """It stands under another case, and says so to these."""

    watch: WatchId
    case: CaseId
    to: tuple[FollowupParty, ...] = ()


class MessageSent(Event, frozen=True, kw_only=True, tag="followup.message.sent"):
    """Words went to these."""

    message: MessageId
    case: CaseId
    mode: Mode
    by: PersonId
    by_name: ShortText
    sender: FollowupParty | None
    to: tuple[FollowupParty, ...]
    words: LongText


class MessageRead(Event, frozen=True, kw_only=True, tag="followup.message.read"):
    """Somebody has read them."""

    message: MessageId
    by: PersonId
    by_name: ShortText
    party: FollowupParty | None = None


class MessageMoved(Event, frozen=True, kw_only=True, tag="followup.message.moved"):
    """They stand under another case."""

    message: MessageId
    case: CaseId


class HandoverOffered(Event, frozen=True, kw_only=True, tag="followup.handover.offered"):
    """A desk waits for its next person."""

    handover: HandoverId
    desk: DeskId
    mode: Mode
    by: PersonId
    by_name: ShortText
    to: PersonId | None = None
    items: tuple[OpenItem, ...] = ()
    words: LongText | None = None


class HandoverAccepted(Event, frozen=True, kw_only=True, tag="followup.handover.accepted"):
    """The next person has it."""

    handover: HandoverId
    by: PersonId
    by_name: ShortText
    refused: tuple[StreamId, ...] = ()


class HandoverWithdrawn(Event, frozen=True, kw_only=True, tag="followup.handover.withdrawn"):
    """The person stayed."""

    handover: HandoverId


class SurgeDeclared(Event, frozen=True, kw_only=True, tag="followup.room.surge_declared"):
    """The room is in surge."""

    room: RoomId
    mode: Mode
    by_name: ShortText
    reason: ShortText


class SurgeEnded(Event, frozen=True, kw_only=True, tag="followup.room.surge_ended"):
    """It is not any more."""

    room: RoomId
    mode: Mode
    by_name: ShortText


class NewsPosted(Event, frozen=True, kw_only=True, tag="followup.room.news_posted"):
    """A line of the shift."""

    room: RoomId
    mode: Mode
    news: NewsId
    by_name: ShortText
    words: ShortText


class NewsWithdrawn(Event, frozen=True, kw_only=True, tag="followup.room.news_withdrawn"):
    """That line holds no longer."""

    room: RoomId
    mode: Mode
    news: NewsId


type WatchEvent = (
    WatchSet
    | WatchAmber
    | WatchFired
    | WatchEscalated
    | WatchAnswered
    | DutyOfficerCalled
    | NoticeAttempted
    | NoticeReviewed
    | WatchKept
    | WatchCancelled
    | WatchMoved
)
type MessageEvent = MessageSent | MessageRead | MessageMoved
type HandoverEvent = HandoverOffered | HandoverAccepted | HandoverWithdrawn
type RoomEvent = SurgeDeclared | SurgeEnded | NewsPosted | NewsWithdrawn
