"""What a call and a desk are (docs/nouns/call.md, docs/nouns/desk.md)."""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position
from auxilio.kernel.words import Language, Mode, Phone, ShortText


class Channel(StrEnum):
    """How the person reaches us."""

    VOICE = "voice"
    LINE = "line"  # taken on a line that Auxilio does not carry, entered by the operator
    CHAT = "chat"
    SMS = "sms"
    RTT = "rtt"
    APP = "app"
    ECALL = "ecall"
    SENSOR = "sensor"


class CallState(StrEnum):
    """Every state of a call, media or not, from the first schema on."""

    RINGING = "ringing"
    QUEUED = "queued"
    OFFERED = "offered"
    ANSWERED = "answered"
    HELD = "held"
    CONSULTING = "consulting"
    ENDED = "ended"
    ABANDONED = "abandoned"
    CALLED_BACK = "called_back"


OVER = frozenset({CallState.ENDED, CallState.ABANDONED, CallState.CALLED_BACK})
TALKING = frozenset({CallState.ANSWERED, CallState.HELD, CallState.CONSULTING})
WAITING = frozenset({CallState.RINGING, CallState.QUEUED, CallState.OFFERED})


class CallBackRule(StrEnum):
    """A ring can kill (product.md, stage 1): whether this person may be rung."""

    RING = "ring"
    MESSAGE_FIRST = "message_first"
    NEVER = "never"


class EndReason(StrEnum):
    """Why a call is over."""

    CALLER = "caller"
    DESK = "desk"
    LOST = "lost"
    REFUSED = "refused"
    JOINED = "joined"  # a retry of the same person, now one call


class Disposition(StrEnum):
    """What a call was when it told of no case (protocols.md 1.3, catalog.yaml)."""

    CASE = "case"
    INFORMATION = "information"
    PRANK = "prank"
    SILENT = "silent"
    POCKET = "pocket"
    TEST = "test"
    REPEAT = "repeat"
    WRONG = "wrong"


class Attachment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that came with the call, kept raw and whole whether we could read it or not."""

    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    media_type: ShortText
    name: ShortText
    read_as: ShortText | None = None
    """What it was understood as (`pidf-lo`, `photo`); None when it could not be read and is shown as such."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt by one person to reach the centre."""

    id: CallId
    number: int
    """Short, spoken; unique for the centre."""
    channel: Channel
    state: CallState
    mode: Mode
    rang_at: Instant
    urgency: int = 50
    """Place in the queue, 0 first: eCall and silent calls before ordinary ones (policy.py). Never raised by waiting callers' keys."""
    phone: Phone | None = None
    phone_said: ShortText | None = None
    """What was received as a number and is none of E.164."""
    caller_name: ShortText | None = None
    language: Language | None = None
    cannot_speak: bool = False
    line: ShortText | None = None
    queued_at: Instant | None = None
    offered_to: DeskId | None = None
    offered_at: Instant | None = None
    answered_at: Instant | None = None
    desk: DeskId | None = None
    operator: PersonId | None = None
    operator_name: ShortText | None = None
    ended_at: Instant | None = None
    end_reason: EndReason | None = None
    case: CaseId | None = None
    positions: tuple[Position, ...] = ()
    """Every fix, oldest first."""
    at_place: bool | None = None
    """The answer to "are you at the place?". After no, the position is never proposed as the location."""
    attachments: tuple[Attachment, ...] = ()
    lines: int = 0
    last_line_at: Instant | None = None
    disposition: Disposition | None = None
    call_back: CallBackRule | None = None
    call_back_tries: int = 0
    retry_of: CallId | None = None
    retries: int = 0


class Stand(StrEnum):
    """How a desk stands towards the queue."""

    OFF = "off"
    READY = "ready"
    OFFERED = "offered"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    PAUSE = "pause"


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """A place where somebody sits. Its person may change at a shift; its name does not."""

    id: DeskId
    stand: Stand
    since: Instant
    person: PersonId | None = None
    person_name: ShortText | None = None
    languages: tuple[Language, ...] = ()
    call: CallId | None = None
    reason: ShortText | None = None
    help_asked_at: Instant | None = None


def best_position(positions: tuple[Position, ...]) -> Position | None:
    """The fix to show: the smallest circle, and of two alike the newest (standards.md 2). None when there is none."""
    return min(
        positions,
        key=lambda p: (p.uncertainty_m if p.uncertainty_m is not None else float("inf"), -p.at.timestamp()),
        default=None,
    )
