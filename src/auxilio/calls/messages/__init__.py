"""What can be asked of a call or a desk, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

# What is noticed on lines, what is written, and what is asked of desks, of call-backs and of who else is in a call, stands
# beside it and is spoken of under the same name.
from auxilio.calls.messages.audio import AudioCameBack as AudioCameBack
from auxilio.calls.messages.audio import AudioCommand as AudioCommand
from auxilio.calls.messages.audio import AudioDied as AudioDied
from auxilio.calls.messages.audio import AudioEvent as AudioEvent
from auxilio.calls.messages.audio import CallerFellSilent as CallerFellSilent
from auxilio.calls.messages.audio import CallerSpokeAgain as CallerSpokeAgain
from auxilio.calls.messages.audio import KeyPressed as KeyPressed
from auxilio.calls.messages.audio import PressKey as PressKey
from auxilio.calls.messages.audio import ReportAudio as ReportAudio
from auxilio.calls.messages.audio import ReportSilence as ReportSilence
from auxilio.calls.messages.call_back import CallBackCommand as CallBackCommand
from auxilio.calls.messages.call_back import CallBackEvent as CallBackEvent
from auxilio.calls.messages.call_back import CallBackTried as CallBackTried
from auxilio.calls.messages.call_back import CallerAnswered as CallerAnswered
from auxilio.calls.messages.call_back import CallerMessaged as CallerMessaged
from auxilio.calls.messages.call_back import CallerNotReached as CallerNotReached
from auxilio.calls.messages.call_back import CallerReached as CallerReached
from auxilio.calls.messages.call_back import JoinRetry as JoinRetry
from auxilio.calls.messages.call_back import MessageCaller as MessageCaller
from auxilio.calls.messages.call_back import RetryJoined as RetryJoined
from auxilio.calls.messages.call_back import RingBack as RingBack
from auxilio.calls.messages.call_back import RingingBack as RingingBack
from auxilio.calls.messages.call_back import TryCallBack as TryCallBack
from auxilio.calls.messages.desks import AskHelp as AskHelp
from auxilio.calls.messages.desks import DeskAskedHelp as DeskAskedHelp
from auxilio.calls.messages.desks import DeskBusy as DeskBusy
from auxilio.calls.messages.desks import DeskCommand as DeskCommand
from auxilio.calls.messages.desks import DeskEvent as DeskEvent
from auxilio.calls.messages.desks import DeskJoined as DeskJoined
from auxilio.calls.messages.desks import DeskLineChanged as DeskLineChanged
from auxilio.calls.messages.desks import DeskOffered as DeskOffered
from auxilio.calls.messages.desks import DeskParted as DeskParted
from auxilio.calls.messages.desks import DeskPaused as DeskPaused
from auxilio.calls.messages.desks import DeskReady as DeskReady
from auxilio.calls.messages.desks import DeskSignedOff as DeskSignedOff
from auxilio.calls.messages.desks import DeskWrapsUp as DeskWrapsUp
from auxilio.calls.messages.desks import Pause as Pause
from auxilio.calls.messages.desks import ReportLine as ReportLine
from auxilio.calls.messages.desks import SignOff as SignOff
from auxilio.calls.messages.desks import StandReady as StandReady
from auxilio.calls.messages.parties import AnswerParty as AnswerParty
from auxilio.calls.messages.parties import CallConsulting as CallConsulting
from auxilio.calls.messages.parties import CallTransferred as CallTransferred
from auxilio.calls.messages.parties import Consult as Consult
from auxilio.calls.messages.parties import LeaveParty as LeaveParty
from auxilio.calls.messages.parties import Listen as Listen
from auxilio.calls.messages.parties import ListenerCame as ListenerCame
from auxilio.calls.messages.parties import ListenerGone as ListenerGone
from auxilio.calls.messages.parties import ListenerLeft as ListenerLeft
from auxilio.calls.messages.parties import PartyCommand as PartyCommand
from auxilio.calls.messages.parties import PartyEvent as PartyEvent
from auxilio.calls.messages.parties import PartyGone as PartyGone
from auxilio.calls.messages.parties import PartyJoined as PartyJoined
from auxilio.calls.messages.parties import PartyLeft as PartyLeft
from auxilio.calls.messages.parties import PartyRang as PartyRang
from auxilio.calls.messages.parties import PartyUp as PartyUp
from auxilio.calls.messages.parties import StopListening as StopListening
from auxilio.calls.messages.parties import Transfer as Transfer
from auxilio.calls.messages.recordings import HearRecording as HearRecording
from auxilio.calls.messages.recordings import KeepRecording as KeepRecording
from auxilio.calls.messages.recordings import RecordingHeard as RecordingHeard
from auxilio.calls.messages.recordings import RecordingKept as RecordingKept
from auxilio.calls.messages.refusing import CallRefused as CallRefused
from auxilio.calls.messages.refusing import Refuse as Refuse
from auxilio.calls.messages.words import CallerSaid as CallerSaid
from auxilio.calls.messages.words import CallerTyped as CallerTyped
from auxilio.calls.messages.words import DeskTyped as DeskTyped
from auxilio.calls.messages.words import DeskWrote as DeskWrote
from auxilio.calls.messages.words import KeepCallerTyped as KeepCallerTyped
from auxilio.calls.messages.words import KeepDeskTyped as KeepDeskTyped
from auxilio.calls.messages.words import OpenText as OpenText
from auxilio.calls.messages.words import Say as Say
from auxilio.calls.messages.words import TextCommand as TextCommand
from auxilio.calls.messages.words import TextEvent as TextEvent
from auxilio.calls.messages.words import TextOpened as TextOpened
from auxilio.calls.messages.words import Write as Write
from auxilio.calls.model import Attachment, CallBackRule, Channel, Disposition, EndReason, Refusal
from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position
from auxilio.kernel.words import Language, LongText, Mode, Phone, ShortText

Urgency = Annotated[int, msgspec.Meta(ge=0, le=100)]

# --- commands -------------------------------------------------------------------------------------


class Ring(Command, frozen=True, kw_only=True, tag="calls.ring"):
    """A person tries to reach us. From the caller's page, a line, a standard; never refused for what it lacks."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    call: CallId
    channel: Channel
    phone: ShortText | None = None
    """As received; kept as text when it is no E.164 number."""
    caller_name: ShortText | None = None
    language: Language | None = None
    cannot_speak: bool = False
    line: ShortText | None = None
    position: Position | None = None
    words: LongText | None = None
    user_agent: ShortText | None = None
    refused: Refusal | None = None
    """The exchange could not let it in, and somebody else takes it: it never waits here."""


class RecordCall(Command, frozen=True, kw_only=True, tag="calls.record"):
    """An operator enters a call taken on another line; it is answered from its first moment."""

    permission: ClassVar[str] = Permission.CALL_RECORD
    call: CallId
    phone: ShortText | None = None
    caller_name: ShortText | None = None
    language: Language | None = None
    line: ShortText | None = None


class Offer(Command, frozen=True, kw_only=True, tag="calls.offer"):
    """The queue offers a call to a ready desk."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    desk: DeskId


class LapseOffer(Command, frozen=True, kw_only=True, tag="calls.lapse_offer"):
    """The desk did not answer in time: the call returns to the head of the queue, the desk to pause."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    desk: DeskId


class LoseDesk(Command, frozen=True, kw_only=True, tag="calls.lose_desk"):
    """The desk's line is gone in the middle of a call: the caller returns to the head of the queue, the desk to pause."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    desk: DeskId


class Answer(Command, frozen=True, kw_only=True, tag="calls.answer"):
    """A human voice, or hand, takes the call at this actor's desk."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId


class Hold(Command, frozen=True, kw_only=True, tag="calls.hold"):
    """The caller waits, and is told so."""

    permission: ClassVar[str] = Permission.CALL_TALK
    call: CallId


class Resume(Command, frozen=True, kw_only=True, tag="calls.resume"):
    """Back to the caller, from hold or consultation."""

    permission: ClassVar[str] = Permission.CALL_TALK
    call: CallId


class ReportPosition(Command, frozen=True, kw_only=True, tag="calls.report_position"):
    """A new fix of the caller's device."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    call: CallId
    position: Position


class Attach(Command, frozen=True, kw_only=True, tag="calls.attach"):
    """Something arrived with the call; its bytes are already durable under the digest."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    call: CallId
    attachment: Attachment


class Note(Command, frozen=True, kw_only=True, tag="calls.note"):
    """What the operator writes down."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Identify(Command, frozen=True, kw_only=True, tag="calls.identify"):
    """Who is calling, as far as they say. What is left out stays as it is."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId
    caller_name: ShortText | None = None
    phone: ShortText | None = None
    language: Language | None = None
    at_place: bool | None = None
    call_back: CallBackRule | None = None


class JoinCase(Command, frozen=True, kw_only=True, tag="calls.join_case"):
    """This call tells of that case (process/answered.py, or an operator by hand)."""

    permission: ClassVar[str] = Permission.CASE_LINK
    call: CallId
    case: CaseId


class LeaveCase(Command, frozen=True, kw_only=True, tag="calls.leave_case"):
    """It does not after all. Nothing of what was said is lost."""

    permission: ClassVar[str] = Permission.CASE_LINK
    call: CallId


class HangUp(Command, frozen=True, kw_only=True, tag="calls.hang_up"):
    """The desk ends the call."""

    permission: ClassVar[str] = Permission.CALL_TALK
    call: CallId


class GiveLink(Command, frozen=True, kw_only=True, tag="calls.give_link"):
    """A link for the caller's phone that brings position, photo and words into this very call, for a while."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId


class Leave(Command, frozen=True, kw_only=True, tag="calls.leave"):
    """The caller ends it, before or after an answer; also when their page is gone for good."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    call: CallId
    lost: bool = False


class Dispose(Command, frozen=True, kw_only=True, tag="calls.dispose"):
    """Say what a call was that tells of no case."""

    permission: ClassVar[str] = Permission.CALL_CLOSE
    call: CallId
    disposition: Disposition


type CallCommand = (
    Ring
    | RecordCall
    | Offer
    | LapseOffer
    | Answer
    | Hold
    | Resume
    | ReportPosition
    | Attach
    | Note
    | Identify
    | JoinCase
    | LeaveCase
    | HangUp
    | Leave
    | Dispose
    | GiveLink
    | LoseDesk
    | KeepRecording
    | HearRecording
    | CallBackCommand
    | PartyCommand
    | AudioCommand
    | TextCommand
    | Refuse
)

# --- events ---------------------------------------------------------------------------------------


class CallRang(Event, frozen=True, kw_only=True, tag="calls.call.rang"):
    """The first moment of a call, and all that came with it."""

    call: CallId
    number: int
    channel: Channel
    mode: Mode
    urgency: int
    phone: Phone | None = None
    phone_said: ShortText | None = None
    caller_name: ShortText | None = None
    language: Language | None = None
    cannot_speak: bool = False
    line: ShortText | None = None
    user_agent: ShortText | None = None


class CallQueued(Event, frozen=True, kw_only=True, tag="calls.call.queued"):
    """It waits for a desk; `again` when an offer lapsed or a desk was lost."""

    call: CallId
    again: bool = False
    urgency: Urgency | None = None
    """Its place from now on, when it changes."""
    desk_lost: DeskId | None = None
    """The desk that was speaking with the caller when its line went."""


class CallOffered(Event, frozen=True, kw_only=True, tag="calls.call.offered"):
    """It rings at one desk."""

    call: CallId
    desk: DeskId


class CallAnswered(Event, frozen=True, kw_only=True, tag="calls.call.answered"):
    """A human answers. No machine's announcement is ever this fact."""

    call: CallId
    desk: DeskId
    operator: PersonId
    operator_name: ShortText


class CallHeld(Event, frozen=True, kw_only=True, tag="calls.call.held"):
    """The caller waits on the line."""

    call: CallId


class CallResumed(Event, frozen=True, kw_only=True, tag="calls.call.resumed"):
    """Operator and caller are together again."""

    call: CallId


class PositionReported(Event, frozen=True, kw_only=True, tag="calls.call.position_reported"):
    """One fix; every one is kept."""

    call: CallId
    position: Position


class AttachmentArrived(Event, frozen=True, kw_only=True, tag="calls.call.attachment_arrived"):
    """Bytes that came with the call."""

    call: CallId
    attachment: Attachment


class CallNoted(Event, frozen=True, kw_only=True, tag="calls.call.noted"):
    """The operator's words."""

    call: CallId
    words: LongText


class CallerIdentified(Event, frozen=True, kw_only=True, tag="calls.call.identified"):
    """Who calls, in what language, whether at the place; None means not said now."""

    call: CallId
    caller_name: ShortText | None = None
    phone: Phone | None = None
    phone_said: ShortText | None = None
    language: Language | None = None
    at_place: bool | None = None
    call_back: CallBackRule | None = None


class CallJoinedCase(Event, frozen=True, kw_only=True, tag="calls.call.joined_case"):
    """The call tells of this case."""

    call: CallId
    case: CaseId


class CallLeftCase(Event, frozen=True, kw_only=True, tag="calls.call.left_case"):
    """It does not."""

    call: CallId
    case: CaseId


class CallEnded(Event, frozen=True, kw_only=True, tag="calls.call.ended"):
    """An answered call is over."""

    call: CallId
    reason: EndReason


class CallAbandoned(Event, frozen=True, kw_only=True, tag="calls.call.abandoned"):
    """Over before any human answered. It waits to be called back."""

    call: CallId
    reason: EndReason
    call_back: CallBackRule


class LinkGiven(Event, frozen=True, kw_only=True, tag="calls.call.link_given"):
    """A desk asked for a link that speaks for this call until then. The link itself is no fact: it is a key."""

    call: CallId
    until: Instant


class CallDisposed(Event, frozen=True, kw_only=True, tag="calls.call.disposed"):
    """What it was."""

    call: CallId
    disposition: Disposition


type CallEvent = (
    CallRang
    | CallQueued
    | CallOffered
    | CallAnswered
    | CallHeld
    | CallResumed
    | PositionReported
    | AttachmentArrived
    | CallNoted
    | CallerIdentified
    | CallJoinedCase
    | CallLeftCase
    | CallEnded
    | CallAbandoned
    | LinkGiven
    | CallDisposed
    | RecordingKept
    | RecordingHeard
    | CallBackEvent
    | PartyEvent
    | AudioEvent
    | TextEvent
    | CallRefused
)
