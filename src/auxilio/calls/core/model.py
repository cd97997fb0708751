"""What a call and a desk are (docs/nouns/call.md, docs/nouns/desk.md)."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.calls.core.additional_data import CallData
from auxilio.calls.core.ecall_model import EcallData
from auxilio.calls.core.text_delivery import DeliveredText
from auxilio.kernel.actor import Actor
from auxilio.kernel.caller_guidance import AnswerChoice
from auxilio.kernel.civic_address import StatedAddresses
from auxilio.kernel.ids import CallId, CaseId, CommandId, DeskId, PersonId, RunId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position
from auxilio.kernel.shared_types import (
    CallBackPolicy,
    DialledNumber,
    Language,
    LongText,
    Mode,
    Phone,
    ShortText,
)

Imei = Annotated[str, msgspec.Meta(pattern="^[0-9]{14}$")]
"""Type and serial number of a telephone, without check digit or software version (3GPP TS 23.003, 6.2.1)."""


class CallChannel(StrEnum):
    """How the person reaches us."""

    VOICE = "voice"
    LINE = "line"  # taken on a line that Auxilio does not carry, entered by the operator
    CHAT = "chat"
    SMS = "sms"
    RTT = "rtt"
    APP = "app"
    ECALL = "ecall"
    SENSOR = "sensor"


VOICE_CHANNELS = frozenset({CallChannel.VOICE, CallChannel.ECALL})
"""Channels that carry sound: without a line there is no sound."""
PAGE_CHANNELS = frozenset({CallChannel.CHAT, CallChannel.VOICE})
"""Channels that a caller's page may state. All others are of the exchange, of networks and of those who enter a call."""


class NumberSource(StrEnum):
    """How the number of a caller is known. Decisions that cost a caller their place or a call-back need the network's word."""

    NETWORK_ASSERTED = "network_asserted"
    """A trusted network states it: P-Asserted-Identity, or From where the trunk itself is trusted."""
    TOKEN = "token"  # noqa: S105  a word of the log, no secret
    """The page holds the token or link of an earlier call, and the network asserted the number of that call."""
    SAID = "said"
    """The caller, or an operator, states it. It is not verified."""


class CallState(StrEnum):
    """Every state of a call, media or not, from the first schema on."""

    RINGING = "ringing"
    QUEUED = "queued"
    OFFERED = "offered"
    ANSWERED = "answered"
    HELD = "held"
    CONSULTING = "consulting"
    TRANSFERRED = "transferred"
    """Handed on: no desk of ours has it; the party that was asked speaks with the caller or is still rung."""
    RINGING_BACK = "ringing_back"
    """A desk rings who was not answered."""
    ENDED = "ended"
    ABANDONED = "abandoned"
    CALLED_BACK = "called_back"
    REFUSED = "refused"  # sent elsewhere, by agreement


FINISHED_STATES = frozenset({CallState.ENDED, CallState.ABANDONED, CallState.CALLED_BACK, CallState.REFUSED})
CONNECTED_STATES = frozenset({CallState.ANSWERED, CallState.HELD, CallState.CONSULTING})
"""A desk has the caller."""
WAITING_STATES = frozenset({CallState.RINGING, CallState.QUEUED, CallState.OFFERED})


class EndReason(StrEnum):
    """Why a call is over."""

    CALLER = "caller"
    DESK = "desk"
    LOST = "lost"
    REFUSED = "refused"
    JOINED = "joined"  # a retry of the same person, now one call
    PARTY = "party"  # whom the caller was handed on to hung up


class CallRejectionReason(StrEnum):
    """Why a call was not taken."""

    HOLD_MAX = "hold_max"  # as many wait already as was agreed
    NO_MEDIA = "no_media"  # nothing here can carry its sound now
    NOT_UNDERSTOOD = "not_understood"  # its telephone offers no sound that we speak


RejectionCode = Annotated[int, msgspec.Meta(ge=300, le=699)]
"""SIP's: 302, 488, 503."""


class CallRejection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the network was told, and who answers in our place."""

    reason: CallRejectionReason
    code: RejectionCode
    sent_to: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    """Who takes it, by agreement; None: no centre, so that its caller waits to be called back."""


class CallDisposition(StrEnum):
    """What a call was when it told of no case (`content/data/catalog.yaml`)."""

    CASE = "case"
    INFORMATION = "information"
    PRANK = "prank"
    SILENT = "silent"
    POCKET = "pocket"
    TEST = "test"
    REPEAT = "repeat"
    WRONG = "wrong"


class LocationFailure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A location server that was to be asked about a call, and why it gave no position."""

    server: ShortText
    """Its host. Never the whole reference: that opens the location to everybody who has it (RFC 6753, 4.1)."""
    code: Annotated[str, msgspec.Meta(pattern="^[a-z_]{1,64}$")]
    """Of the refusal, worded as `refusal.<code>`."""
    reason: ShortText | None = None
    """As the server said it: an error of HELD, or the status of HTTP."""


class LocationRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A desk's request for the position of the telephone of a call, the latest."""

    asked_at: Instant
    ended_at: Instant | None = None
    """None: the answer is not here yet."""
    failure: LocationFailure | None = None
    """Why it brought no position; None: it brought one, or has not ended."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that came with the call, kept raw and whole whether we could read it or not."""

    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    media_type: ShortText
    name: ShortText
    read_as: ShortText | None = None
    """What it was understood as (`pidf-lo`, `photo`); None when it could not be read and is shown as such."""
    flaw: ShortText | None = None
    """What was wrong with the form it came in (`headers_run_into_content`): it was read all the same."""
    size: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """Bytes. None for those of before this was recorded."""


class CallRecording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was heard in a call, or in a part of it: one sound file with a channel for each party."""

    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    media_type: ShortText
    parties: tuple[ShortText, ...]
    """Who is on each channel, in order: `caller`, the id of a desk."""
    began_at: Instant
    duration_s: float
    missing_s: float = 0.0
    """What could not be written, and is silence."""
    cut_short: bool = False
    """Who took it down died: up to the last second is missing."""


PartyId = NewType("PartyId", UUID)
PARTIES_MAX = 6
"""Besides caller and desk. More voices than that are a meeting, and no conversation (ours)."""


class PartyEndReason(StrEnum):
    """Why somebody who was asked into a call is not in it."""

    DECLINED = "declined"
    LEFT = "left"
    DROPPED = "dropped"
    """Let go by the desk that has the call."""
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    """There is no way to the number, or its network says no."""
    LOST = "lost"
    """Their line broke."""


class MonitoringMode(StrEnum):
    """How a supervisor takes part."""

    LISTEN = "listen"
    WHISPER = "whisper"
    """Heard by the desk and by nobody else."""
    JOIN = "join"


class Participant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One more voice in a call: a desk of the installation, or a number outside."""

    id: PartyId
    name: ShortText
    rang_at: Instant
    desk: DeskId | None
    number: DialledNumber | None
    joined_at: Instant | None
    """None while it rings."""
    person: PersonId | None
    person_name: ShortText | None


class MonitoringSupervisor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A supervisor on the line."""

    desk: DeskId
    person: PersonId
    person_name: ShortText
    way: MonitoringMode


class LineSide(StrEnum):
    """Whose line it is."""

    CALLER = "caller"
    DESK = "desk"
    PARTY = "party"
    """A number that was asked in."""


class AudioDirection(StrEnum):
    """Which direction of a line."""

    FROM = "from"
    """What they say does not reach us: nobody hears them."""
    TO = "to"
    """What we say does not reach them: they hear nobody."""


class AudioFault(msgspec.Struct, frozen=True, kw_only=True):
    """One direction of one line in which no packet gets through. Never said of somebody who is silent."""

    side: LineSide
    way: AudioDirection
    since: Instant
    desk: DeskId | None = None
    party: PartyId | None = None


class KeyPress(msgspec.Struct, frozen=True, kw_only=True):
    """A key that the caller pressed. What it means is what was agreed aloud (decision 0186)."""

    key: str
    at: Instant


class SentItem(msgspec.Struct, frozen=True, kw_only=True):
    """A question or a step that was sent to a caller who reads: one of `question` and `step` is there."""

    item: CommandId
    run: RunId
    sent_at: Instant
    words: str
    question: str | None = None
    choices: tuple[AnswerChoice, ...] = ()
    card: str | None = None
    step: str | None = None
    steps: tuple[str, ...] = ()
    """Of the card as far as it was sent: the step, and what is left after it."""
    asking: tuple[str, ...] | None = None
    """Those of them that ask what yes or no answers. None in a state of before it was kept."""
    marks: tuple[str, ...] = ()
    shown: bool = False
    answer: str | None = None
    """Which answer was tapped last."""
    taps: int = 0
    settled: str | None = None
    """Which answer the desk recorded last: a code, empty for words; None while it waits for one."""


class CallerMark(msgspec.Struct, frozen=True, kw_only=True):
    """A moment of a card that the caller marked."""

    run: RunId
    mark: str
    step: str


class CallerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that the caller wrote, as it was written. `n` counts the caller's lines of this call, from 1."""

    n: int
    at: Instant
    words: LongText


class LeftCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a call was in, and how many lines its caller had written when it left."""

    case: CaseId
    said: int


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt by one person to reach the centre."""

    id: CallId
    number: int
    """Short, spoken; unique for the centre."""
    channel: CallChannel
    state: CallState
    mode: Mode
    rang_at: Instant
    urgency: int = 50
    """Place in the queue, 0 first: eCall and silent calls before ordinary ones (policy.py). Never raised by waiting callers' keys."""
    phone: Phone | None = None
    phone_said: ShortText | None = None
    """What was received as a number and is none of E.164."""
    phone_known_by: NumberSource | None = None
    """None: there is no number, or the call is of before this was recorded. It is then decided as if it were said."""
    earlier: CallId | None = None
    """The call whose token the caller's page has shown: the same page rang there."""
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
    was_in: tuple[CaseId, ...] = ()
    """Cases that it was linked to before: if one of them is reserved, number and name stay hidden."""
    positions: tuple[Position, ...] = ()
    """Every fix, oldest first."""
    location_messages: tuple[UUID, ...] = ()
    """The newest that arrived about the device's place, by id: one that is sent again is known."""
    location_message_count: int = 0
    ecall: EcallData | None = None
    """Of its vehicle; None: no message of one came with it."""
    location_failures: tuple[LocationFailure, ...] = ()
    """Location servers that gave no position, oldest first."""
    additional_data: tuple[CallData, ...] = ()
    """What networks and the device say beside it, in the order in which it came."""
    location_request: LocationRequest | None = None
    """None: no desk has asked for its position."""
    at_place: bool | None = None
    """The answer to "are you at the place?". After no, the position is never proposed as the location."""
    attachments: tuple[Attachment, ...] = ()
    lines: int = 0
    last_line_at: Instant | None = None
    said: tuple[CallerLine, ...] = ()
    """What the caller wrote, oldest first: the first line and the latest (`caller_lines.keep_line`); the log has every one."""
    said_count: int = 0
    """How many lines the caller wrote, those that `said` left out too."""
    left: tuple[LeftCase, ...] = ()
    """Of each case of `was_in`: what was written before the call left it may be of that case."""
    disposition: CallDisposition | None = None
    call_back: CallBackPolicy | None = None
    """What a person said, or what held when nobody answered."""
    call_back_proved: CallBackPolicy | None = None
    """What the interviews of its case prove (decision 0371)."""
    call_back_protocol: ShortText | None = None
    """The protocol that says so, by id."""
    call_back_overruled: bool = False
    """A person said otherwise since: their word holds until the interviews prove something else."""
    call_back_tries: int = 0
    messaged_at: Instant | None = None
    """Since when the room is asked to reach the caller by hand, after two tries."""
    meant_for: PersonId | None = None
    """Who alone is offered it and answers it: it is of a practice without a trainer."""
    user_agent: ShortText | None = None
    """What the caller's telephone says it is; a word of theirs, to be believed of nothing."""
    imei: Imei | None = None
    """Of the telephone, by the word of a trusted network; AML without a number finds the call by it."""
    addresses: StatedAddresses = ()
    """Of the documents that came with its ring; they are offered, and none is the incident's."""
    recordings: tuple[CallRecording, ...] = ()
    parties: tuple[Participant, ...] = ()
    """Who else is on the line, or rung, in the order in which they were asked."""
    listeners: tuple[MonitoringSupervisor, ...] = ()
    dead: tuple[AudioFault, ...] = ()
    deaths: int = 0
    """How often a direction died; after `policy.AUDIO_FAULTS_MAX` no more are told."""
    silent_since: Instant | None = None
    """Nothing was said since then though the line is well. No fault: who must not be heard is silent."""
    silences: int = 0
    keys: tuple[KeyPress, ...] = ()
    """The last that were pressed, oldest first; the log has every one."""
    keys_pressed: int = 0
    deliveries: tuple[DeliveredText, ...] = ()
    """How far what a desk answered by short message came, the newest."""
    text: bool = False
    """Whether text goes to and fro beside the voice: to their page, or by T.140 to their telephone."""
    easy: bool | None = None
    """Whether their page shows steps in easy language; None: neither they nor a desk has chosen."""
    refusal: CallRejection | None = None
    sent: tuple[SentItem, ...] = ()
    """Questions and steps that went to the caller in writing."""
    caller_marks: tuple[CallerMark, ...] = ()


class AgentState(StrEnum):
    """How a desk stands towards the queue."""

    OFF = "off"
    READY = "ready"
    OFFERED = "offered"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    PAUSE = "pause"


class AutomaticPause(StrEnum):
    """Why Auxilio itself offers a desk no more calls; a person has other reasons."""

    DID_NOT_ANSWER = "did_not_answer"
    LINE_LOST = "line_lost"


class AgentDesk(msgspec.Struct, frozen=True, kw_only=True):
    """A place where somebody sits. Its person may change at a shift; its name does not."""

    id: DeskId
    stand: AgentState
    since: Instant
    person: PersonId | None = None
    person_name: ShortText | None = None
    languages: tuple[Language, ...] = ()
    mode: Mode | None = None
    """Of the session that stands ready here: it is offered calls of this mode alone. None: not known."""
    call: CallId | None = None
    reason: ShortText | None = None
    help_asked_at: Instant | None = None
    joined: CallId | None = None
    """The call in which it takes part without having it: asked in, handed on to, or listening."""
    line: bool = False
    """Whether this desk can speak and hear: its leg stands, between calls too."""


def line_side(call: Call, actor: Actor) -> LineSide | None:
    """At which end of the call a person is, as long as it lasts; None for somebody who only looks on."""
    if call.state in FINISHED_STATES:
        return None
    if actor.kind == "citizen":
        return LineSide.CALLER if actor.id == call.id else None
    speaks = call.state in CONNECTED_STATES and call.desk == actor.desk
    return LineSide.DESK if speaks else None
