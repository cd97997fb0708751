"""What a watch, a message and a handover are (docs/nouns/watch.md)."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.event import Cursor
from auxilio.kernel.ids import CallId, CaseId, CentreId, DeskId, PersonId, StreamId, UnitId, WatchId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, Mode, Priority, ShortText


class WatchKind(StrEnum):
    """What was promised. The names are those of the clocks."""

    ANSWER = "answer"
    LOCATION = "no_location"
    OFFER = "offer"
    FIRST_UNIT = "first_unit"
    TASK_ACCEPT = "task_accept"
    NO_UNIT = "no_unit"
    ALERT_ACKNOWLEDGE = "alert_acknowledge"
    DEPART = "depart"
    ARRIVE = "arrive"
    CHANGE_ACKNOWLEDGE = "change_acknowledge"
    PLACE_CORRECTED = "place_corrected"
    REASSESS = "reassess"
    CALL_BACK = "call_back"
    CALLER_WROTE = "caller_wrote"
    SILENT_LEG = "silent_leg"
    CREW_SILENT = "crew_silent"
    UNIT_SILENT = "unit_silent"
    HOSPITAL_WARNED = "hospital_warned"
    HOSPITALS_ALERT = "hospitals_alert"
    HOSPITAL_DOOR = "hospital_door"
    NOTICE = "notice"
    """An interview proved that somebody outside must be told; `about` is the code of the notice."""
    NOTIFICATION_UNANSWERED = "notification_unanswered"
    """Every person on call was sent a message, and none has acknowledged it; `about` is the notice, or the function."""
    STEP_AUTHORISE = "step_authorise"
    """A desk asked a clinician to authorise a medicine that a caller could give; `about` is the step of the card."""
    HANDOVER = "handover"
    PLAN_PROPOSED = "plan_proposed"
    OPERATION_OVER = "operation_over"
    """A preventive operation has ended, and somebody still works for it."""
    LOAN_LOST = "loan_lost"
    """A unit that was promised to a preventive operation is out of use now, or another centre's."""
    NOBODY_HAS_IT = "nobody_has_it"
    CREW_EMERGENCY = "crew_emergency"
    DESK_HELP = "desk_help"
    REACTION_FAILED = "reaction_failed"
    DELIVERY_FAILED = "delivery_failed"
    PROCESS_FAULT = "process_fault"
    """An unhandled exception in a process of Auxilio; `about` names the process."""
    RADIO_LOST = "radio_lost"
    RADIO_EMERGENCY = "radio_emergency"


MessageId = NewType("MessageId", UUID)
NewsId = NewType("NewsId", UUID)
RoomId = NewType("RoomId", str)
"""There is one room for each mode, named by it: an exercise has its own surge and its own news."""
HandoverId = NewType("HandoverId", UUID)


class WatchState(StrEnum):
    """Where a promise stands. `answered` is a person's "I know": the promise may still be kept, or fire again."""

    SET = "set"
    AMBER = "amber"
    FIRED = "fired"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    KEPT = "kept"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    """Answered, and there was nothing more to keep."""


OVER = frozenset({WatchState.KEPT, WatchState.CANCELLED, WatchState.CLOSED})
ALARM = frozenset({WatchState.FIRED, WatchState.ESCALATED})


class EscalationLevel(StrEnum):
    """Who hears of it: the desk that made the promise, the supervisor, the duty officer whom the room telephones."""

    DESK = "desk"
    ROOM = "room"
    GUARD = "guard"


CLIMB = (EscalationLevel.DESK, EscalationLevel.ROOM, EscalationLevel.GUARD)


class FollowupParty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A desk, a centre or a unit: who is concerned by a watch, who gets a message. Exactly one is set."""

    desk: DeskId | None = None
    centre: CentreId | None = None
    unit: UnitId | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.desk, self.centre, self.unit)) != 1:
            raise ValueError("a party is one desk, one centre or one unit")


class NoticeAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try to give a notice: whom, by whom, whether they were reached, and what was said."""

    whom: ShortText
    reached: bool
    at: Instant
    by_name: ShortText
    words: ShortText | None = None


ATTEMPTS_MAX = 20
"""Tries that a row shows, the oldest goes; the log has them all."""


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A promise with a time."""

    id: WatchId
    kind: WatchKind
    state: WatchState
    mode: Mode
    subject: StreamId
    """The aggregate whose next fact is awaited: `task:…`, `call:…`."""
    made: Cursor = Cursor()
    """Where in the log the fact stands that made the promise: only what came after it can keep or cancel it."""
    about: ShortText | None = None
    """Which of several promises about one aggregate: the id of the change to be acknowledged."""
    set_at: Instant
    due: str | None
    """The next moment at which the timer must act, as `iso_us`: six decimals always, so that in the index the
    order of text is the order of time. None when only a fact or a person can move this watch."""
    amber_at: Instant | None = None
    red_at: Instant | None = None
    case: CaseId | None = None
    call: CallId | None = None
    priority: Priority | None = None
    to: tuple[FollowupParty, ...] = ()
    level: EscalationLevel = EscalationLevel.DESK
    """Where it stands now once it has fired."""
    first: EscalationLevel = EscalationLevel.DESK
    top: EscalationLevel = EscalationLevel.GUARD
    climb_s: float = 60.0
    fired_at: Instant | None = None
    fired: int = 0
    """How many times; more than once when it was answered and then not kept."""
    duty_officer_calls: int = 0
    """How often somebody telephoned the duty officer about it and did not reach them."""
    answered_at: Instant | None = None
    answered_by: PersonId | None = None
    answered_by_name: ShortText | None = None
    words: ShortText | None = None
    attempts: tuple[NoticeAttempt, ...] = ()
    """Of a notice: who was telephoned, the last one last."""
    withdrawn: Cursor | None = None
    """Of a notice: the place in the log of the fact since which nothing asks for it any more; None while something does."""
    over_at: Instant | None = None
    over_by: ShortText | None = None
    """The kind of the fact that kept or cancelled it."""

    @property
    def stands(self) -> bool:
        """Whether what asked for it still does: an interview of a case that is open."""
        return self.withdrawn is None


class ReadReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """One reader of a message."""

    person: PersonId
    name: ShortText
    at: Instant
    party: FollowupParty | None = None


class CaseMessage(msgspec.Struct, frozen=True, kw_only=True):
    """Words between people who work on one case. Part of its story for ever."""

    id: MessageId
    case: CaseId
    mode: Mode
    by: PersonId
    by_name: ShortText
    sender: FollowupParty | None
    to: Annotated[tuple[FollowupParty, ...], msgspec.Meta(min_length=1)]
    words: LongText
    sent_at: Instant
    read: tuple[ReadReceipt, ...] = ()


class HandoverState(StrEnum):
    """A handover waits for the person who takes the desk."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    """Signed, and some of it refused: that goes back to who gave it, who offers it again or keeps it."""
    WITHDRAWN = "withdrawn"


OPEN_HANDOVER = frozenset({HandoverState.OFFERED, HandoverState.RETURNED})
"""Somebody must still do something: who takes it, or who gave what was refused."""
SIGNED = frozenset({HandoverState.ACCEPTED, HandoverState.RETURNED})


class OpenItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is not finished, and what the next person must know of it."""

    subject: StreamId
    words: ShortText | None = None
    """What it is: its number, type and place."""
    waits: ShortText | None = None
    """What is waited for of it, or that nothing is."""


class ShiftHandover(msgspec.Struct, frozen=True, kw_only=True):
    """The change of shift at one desk."""

    id: HandoverId
    desk: DeskId
    mode: Mode
    state: HandoverState
    by: PersonId
    by_name: ShortText
    offered_at: Instant
    to: PersonId | None = None
    """None: whoever sits down next."""
    items: tuple[OpenItem, ...] = ()
    words: LongText | None = None
    accepted_at: Instant | None = None
    accepted_by: PersonId | None = None
    accepted_by_name: ShortText | None = None
    """Who signed for it."""
    refused: tuple[StreamId, ...] = ()
    """Items that who signed did not take."""


class Surge(msgspec.Struct, frozen=True, kw_only=True):
    """More calls than hands: since when, who said so, and why."""

    since: Instant
    by_name: ShortText
    reason: ShortText


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One line that everybody at work should know: a closed road, a helicopter that cannot fly."""

    id: NewsId
    at: Instant
    by_name: ShortText
    words: ShortText


NEWS_MAX = 50
"""Lines that stand at once, the oldest goes: a list too long to be read is of no use (ours)."""


class ControlRoom(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for the whole room: its surge, and the news of the shift, newest first."""

    id: RoomId
    mode: Mode
    surge: Surge | None = None
    news: tuple[News, ...] = ()
