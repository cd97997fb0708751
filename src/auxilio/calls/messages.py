"""What can be asked of a call or a desk, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.calls.model import Attachment, CallBackRule, Channel, Disposition, EndReason
from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
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


class Answer(Command, frozen=True, kw_only=True, tag="calls.answer"):
    """A human voice, or hand, takes the call at this actor's desk."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId


class Hold(Command, frozen=True, kw_only=True, tag="calls.hold"):
    """The caller waits, and is told so."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId


class Resume(Command, frozen=True, kw_only=True, tag="calls.resume"):
    """Back to the caller, from hold or consultation."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId


class Consult(Command, frozen=True, kw_only=True, tag="calls.consult"):
    """Speak with somebody else while the caller waits."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId
    whom: ShortText


class Say(Command, frozen=True, kw_only=True, tag="calls.say"):
    """A line of chat or real-time text from the caller."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    call: CallId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Write(Command, frozen=True, kw_only=True, tag="calls.write"):
    """A line from the desk to the caller."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


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

    permission: ClassVar[str] = Permission.CALL_CLOSE
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


class TryCallBack(Command, frozen=True, kw_only=True, tag="calls.try_call_back"):
    """An attempt to reach an unanswered caller: reached or not, it is a fact."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId
    reached: bool


class JoinRetry(Command, frozen=True, kw_only=True, tag="calls.join_retry"):
    """A later call of the same person takes the place of an unanswered one: one person is waiting, not two."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    by: CallId


class StandReady(Command, frozen=True, kw_only=True, tag="calls.stand_ready"):
    """This desk can take a call."""

    permission: ClassVar[str] = Permission.DESK_STAND
    languages: tuple[Language, ...] = ()


class Pause(Command, frozen=True, kw_only=True, tag="calls.pause"):
    """This desk takes none, and why."""

    permission: ClassVar[str] = Permission.DESK_STAND
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class SignOff(Command, frozen=True, kw_only=True, tag="calls.sign_off"):
    """Nobody sits here any more."""

    permission: ClassVar[str] = Permission.DESK_STAND


class AskHelp(Command, frozen=True, kw_only=True, tag="calls.ask_help"):
    """The silent key: the supervisor is told, the caller hears nothing."""

    permission: ClassVar[str] = Permission.DESK_STAND


type CallCommand = (
    Ring
    | RecordCall
    | Offer
    | LapseOffer
    | Answer
    | Hold
    | Resume
    | Consult
    | Say
    | Write
    | ReportPosition
    | Attach
    | Note
    | Identify
    | JoinCase
    | LeaveCase
    | HangUp
    | Leave
    | Dispose
    | TryCallBack
    | JoinRetry
)
type DeskCommand = StandReady | Pause | SignOff | AskHelp

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


class CallQueued(Event, frozen=True, kw_only=True, tag="calls.call.queued"):
    """It waits for a desk; `again` when an offer lapsed or a desk was lost."""

    call: CallId
    again: bool = False


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


class CallConsulting(Event, frozen=True, kw_only=True, tag="calls.call.consulting"):
    """The operator speaks with somebody else, the caller waits."""

    call: CallId
    whom: ShortText


class CallResumed(Event, frozen=True, kw_only=True, tag="calls.call.resumed"):
    """Operator and caller are together again."""

    call: CallId


class CallerSaid(Event, frozen=True, kw_only=True, tag="calls.call.caller_said"):
    """A line of the caller."""

    call: CallId
    words: LongText


class DeskWrote(Event, frozen=True, kw_only=True, tag="calls.call.desk_wrote"):
    """A line of the desk to the caller."""

    call: CallId
    words: LongText


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


class CallDisposed(Event, frozen=True, kw_only=True, tag="calls.call.disposed"):
    """What it was."""

    call: CallId
    disposition: Disposition


class CallBackTried(Event, frozen=True, kw_only=True, tag="calls.call.call_back_tried"):
    """One attempt to reach the caller."""

    call: CallId
    reached: bool


class RetryJoined(Event, frozen=True, kw_only=True, tag="calls.call.retry_joined"):
    """This person is now waiting in another call."""

    call: CallId
    by: CallId


class DeskReady(Event, frozen=True, kw_only=True, tag="calls.desk.ready"):
    """The desk waits for a call."""

    desk: DeskId
    person: PersonId
    person_name: ShortText
    languages: tuple[Language, ...] = ()


class DeskOffered(Event, frozen=True, kw_only=True, tag="calls.desk.offered"):
    """A call rings here."""

    desk: DeskId
    call: CallId


class DeskBusy(Event, frozen=True, kw_only=True, tag="calls.desk.busy"):
    """In a call."""

    desk: DeskId
    person: PersonId
    person_name: ShortText
    call: CallId


class DeskWrapsUp(Event, frozen=True, kw_only=True, tag="calls.desk.wraps_up"):
    """The call is over, the work on it is not."""

    desk: DeskId


class DeskPaused(Event, frozen=True, kw_only=True, tag="calls.desk.paused"):
    """Takes no calls; `reason` is a code of the catalogue or the person's word."""

    desk: DeskId
    reason: ShortText


class DeskSignedOff(Event, frozen=True, kw_only=True, tag="calls.desk.signed_off"):
    """Nobody sits here."""

    desk: DeskId


class DeskAskedHelp(Event, frozen=True, kw_only=True, tag="calls.desk.asked_help"):
    """The silent key was pressed."""

    desk: DeskId


type CallEvent = (
    CallRang
    | CallQueued
    | CallOffered
    | CallAnswered
    | CallHeld
    | CallConsulting
    | CallResumed
    | CallerSaid
    | DeskWrote
    | PositionReported
    | AttachmentArrived
    | CallNoted
    | CallerIdentified
    | CallJoinedCase
    | CallLeftCase
    | CallEnded
    | CallAbandoned
    | CallDisposed
    | CallBackTried
    | RetryJoined
)
type DeskEvent = DeskReady | DeskOffered | DeskBusy | DeskWrapsUp | DeskPaused | DeskSignedOff | DeskAskedHelp
