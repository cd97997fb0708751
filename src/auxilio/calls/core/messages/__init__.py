"""What can be asked of a call or a desk, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

# What is noticed, written, and asked of desks, call-backs and parties stands beside it, under the same name.
from auxilio.calls.core.messages.additional_data import AdditionalDataCommand as AdditionalDataCommand
from auxilio.calls.core.messages.additional_data import AdditionalDataEvent as AdditionalDataEvent
from auxilio.calls.core.messages.additional_data import AdditionalDataReceived as AdditionalDataReceived
from auxilio.calls.core.messages.additional_data import ReadSubscriber as ReadSubscriber
from auxilio.calls.core.messages.additional_data import ReportAdditionalData as ReportAdditionalData
from auxilio.calls.core.messages.additional_data import SubscriberRead as SubscriberRead
from auxilio.calls.core.messages.attachments import AttachFile as AttachFile
from auxilio.calls.core.messages.attachments import AttachmentArrived as AttachmentArrived
from auxilio.calls.core.messages.attachments import AttachUpload as AttachUpload
from auxilio.calls.core.messages.audio import AudioCameBack as AudioCameBack
from auxilio.calls.core.messages.audio import AudioCommand as AudioCommand
from auxilio.calls.core.messages.audio import AudioDied as AudioDied
from auxilio.calls.core.messages.audio import AudioEvent as AudioEvent
from auxilio.calls.core.messages.audio import CallerFellSilent as CallerFellSilent
from auxilio.calls.core.messages.audio import CallerSpokeAgain as CallerSpokeAgain
from auxilio.calls.core.messages.audio import KeyPressed as KeyPressed
from auxilio.calls.core.messages.audio import PressKey as PressKey
from auxilio.calls.core.messages.audio import ReportAudio as ReportAudio
from auxilio.calls.core.messages.audio import ReportSilence as ReportSilence
from auxilio.calls.core.messages.call_back import CallBackAttempted as CallBackAttempted
from auxilio.calls.core.messages.call_back import CallBackCommand as CallBackCommand
from auxilio.calls.core.messages.call_back import CallBackEscalated as CallBackEscalated
from auxilio.calls.core.messages.call_back import CallBackEvent as CallBackEvent
from auxilio.calls.core.messages.call_back import CallBackRuled as CallBackRuled
from auxilio.calls.core.messages.call_back import CallBackStarted as CallBackStarted
from auxilio.calls.core.messages.call_back import CallerAnswered as CallerAnswered
from auxilio.calls.core.messages.call_back import ConfirmRetry as ConfirmRetry
from auxilio.calls.core.messages.call_back import EscalateCallBack as EscalateCallBack
from auxilio.calls.core.messages.call_back import JoinRetry as JoinRetry
from auxilio.calls.core.messages.call_back import LogCallBackAttempt as LogCallBackAttempt
from auxilio.calls.core.messages.call_back import ReportCallerReached as ReportCallerReached
from auxilio.calls.core.messages.call_back import ReportCallerUnreached as ReportCallerUnreached
from auxilio.calls.core.messages.call_back import RetryJoined as RetryJoined
from auxilio.calls.core.messages.call_back import RingBack as RingBack
from auxilio.calls.core.messages.call_back import RuleCallBack as RuleCallBack
from auxilio.calls.core.messages.call_rejection import CallRejected as CallRejected
from auxilio.calls.core.messages.call_rejection import RejectCall as RejectCall
from auxilio.calls.core.messages.carrier_tests import RecordTestCall as RecordTestCall
from auxilio.calls.core.messages.carrier_tests import TestCallAnswered as TestCallAnswered
from auxilio.calls.core.messages.carrier_tests import TestCallId as TestCallId
from auxilio.calls.core.messages.case_links import CallJoinedCase as CallJoinedCase
from auxilio.calls.core.messages.case_links import CallLeftCase as CallLeftCase
from auxilio.calls.core.messages.case_links import JoinCase as JoinCase
from auxilio.calls.core.messages.case_links import LeaveCase as LeaveCase
from auxilio.calls.core.messages.desks import DeskBusy as DeskBusy
from auxilio.calls.core.messages.desks import DeskCommand as DeskCommand
from auxilio.calls.core.messages.desks import DeskEvent as DeskEvent
from auxilio.calls.core.messages.desks import DeskJoinedCall as DeskJoinedCall
from auxilio.calls.core.messages.desks import DeskLeftCall as DeskLeftCall
from auxilio.calls.core.messages.desks import DeskLineChanged as DeskLineChanged
from auxilio.calls.core.messages.desks import DeskOffered as DeskOffered
from auxilio.calls.core.messages.desks import DeskPaused as DeskPaused
from auxilio.calls.core.messages.desks import DeskReady as DeskReady
from auxilio.calls.core.messages.desks import DeskRequestedHelp as DeskRequestedHelp
from auxilio.calls.core.messages.desks import DeskSignedOff as DeskSignedOff
from auxilio.calls.core.messages.desks import DeskVacated as DeskVacated
from auxilio.calls.core.messages.desks import DeskWrapUpStarted as DeskWrapUpStarted
from auxilio.calls.core.messages.desks import PauseDesk as PauseDesk
from auxilio.calls.core.messages.desks import ReportLine as ReportLine
from auxilio.calls.core.messages.desks import RequestHelp as RequestHelp
from auxilio.calls.core.messages.desks import SetDeskReady as SetDeskReady
from auxilio.calls.core.messages.desks import SignOff as SignOff
from auxilio.calls.core.messages.desks import VacateDesk as VacateDesk
from auxilio.calls.core.messages.ecall import EcallCommand as EcallCommand
from auxilio.calls.core.messages.ecall import EcallEvent as EcallEvent
from auxilio.calls.core.messages.ecall import MsdNotSent as MsdNotSent
from auxilio.calls.core.messages.ecall import MsdReceived as MsdReceived
from auxilio.calls.core.messages.ecall import MsdRequested as MsdRequested
from auxilio.calls.core.messages.ecall import ReadVin as ReadVin
from auxilio.calls.core.messages.ecall import ReportMsdNotSent as ReportMsdNotSent
from auxilio.calls.core.messages.ecall import RequestMsd as RequestMsd
from auxilio.calls.core.messages.monitoring import MonitorCall as MonitorCall
from auxilio.calls.core.messages.monitoring import MonitoringCommand as MonitoringCommand
from auxilio.calls.core.messages.monitoring import MonitoringEnded as MonitoringEnded
from auxilio.calls.core.messages.monitoring import MonitoringEvent as MonitoringEvent
from auxilio.calls.core.messages.monitoring import MonitoringStarted as MonitoringStarted
from auxilio.calls.core.messages.monitoring import ReportMonitorGone as ReportMonitorGone
from auxilio.calls.core.messages.monitoring import StopMonitoring as StopMonitoring
from auxilio.calls.core.messages.outgoing import DialForCase as DialForCase
from auxilio.calls.core.messages.outgoing import HangUpOutgoing as HangUpOutgoing
from auxilio.calls.core.messages.outgoing import HearOutgoingRecording as HearOutgoingRecording
from auxilio.calls.core.messages.outgoing import OutgoingCallAnswered as OutgoingCallAnswered
from auxilio.calls.core.messages.outgoing import OutgoingCallDialled as OutgoingCallDialled
from auxilio.calls.core.messages.outgoing import OutgoingCallEnded as OutgoingCallEnded
from auxilio.calls.core.messages.outgoing import OutgoingEvent as OutgoingEvent
from auxilio.calls.core.messages.outgoing import OutgoingRecordingHeard as OutgoingRecordingHeard
from auxilio.calls.core.messages.outgoing import OutgoingRecordingKept as OutgoingRecordingKept
from auxilio.calls.core.messages.parties import AnswerParty as AnswerParty
from auxilio.calls.core.messages.parties import CallConsulting as CallConsulting
from auxilio.calls.core.messages.parties import CallTransferred as CallTransferred
from auxilio.calls.core.messages.parties import Consult as Consult
from auxilio.calls.core.messages.parties import PartyCommand as PartyCommand
from auxilio.calls.core.messages.parties import PartyEvent as PartyEvent
from auxilio.calls.core.messages.parties import PartyJoined as PartyJoined
from auxilio.calls.core.messages.parties import PartyLeft as PartyLeft
from auxilio.calls.core.messages.parties import PartyRang as PartyRang
from auxilio.calls.core.messages.parties import RemoveParty as RemoveParty
from auxilio.calls.core.messages.parties import ReportPartyAnswered as ReportPartyAnswered
from auxilio.calls.core.messages.parties import ReportPartyGone as ReportPartyGone
from auxilio.calls.core.messages.parties import TransferCall as TransferCall
from auxilio.calls.core.messages.positions import EndLocationRequest as EndLocationRequest
from auxilio.calls.core.messages.positions import LocationMessage as LocationMessage
from auxilio.calls.core.messages.positions import LocationMessageReceived as LocationMessageReceived
from auxilio.calls.core.messages.positions import LocationNotObtained as LocationNotObtained
from auxilio.calls.core.messages.positions import LocationRequested as LocationRequested
from auxilio.calls.core.messages.positions import LocationRequestEnded as LocationRequestEnded
from auxilio.calls.core.messages.positions import PositionCommand as PositionCommand
from auxilio.calls.core.messages.positions import PositionEvent as PositionEvent
from auxilio.calls.core.messages.positions import PositionReported as PositionReported
from auxilio.calls.core.messages.positions import ReportLocationFailure as ReportLocationFailure
from auxilio.calls.core.messages.positions import ReportLocationMessage as ReportLocationMessage
from auxilio.calls.core.messages.positions import ReportPosition as ReportPosition
from auxilio.calls.core.messages.positions import RequestLocation as RequestLocation
from auxilio.calls.core.messages.recordings import HearRecording as HearRecording
from auxilio.calls.core.messages.recordings import KeepRecording as KeepRecording
from auxilio.calls.core.messages.recordings import RecordingHeard as RecordingHeard
from auxilio.calls.core.messages.recordings import RecordingKept as RecordingKept
from auxilio.calls.core.messages.text import CallerDraftKept as CallerDraftKept
from auxilio.calls.core.messages.text import CallerTextSent as CallerTextSent
from auxilio.calls.core.messages.text import ChooseLanguage as ChooseLanguage
from auxilio.calls.core.messages.text import DeskDraftKept as DeskDraftKept
from auxilio.calls.core.messages.text import DeskTextSent as DeskTextSent
from auxilio.calls.core.messages.text import KeepCallerDraft as KeepCallerDraft
from auxilio.calls.core.messages.text import KeepDeskDraft as KeepDeskDraft
from auxilio.calls.core.messages.text import OpenText as OpenText
from auxilio.calls.core.messages.text import SendCallerText as SendCallerText
from auxilio.calls.core.messages.text import SendDeskText as SendDeskText
from auxilio.calls.core.messages.text import TextCommand as TextCommand
from auxilio.calls.core.messages.text import TextEvent as TextEvent
from auxilio.calls.core.messages.text import TextOpened as TextOpened
from auxilio.calls.core.model import (
    CallChannel,
    CallDisposition,
    CallRejection,
    EndReason,
    Imei,
    NumberSource,
)
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.civic_address import StatedAddresses
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position
from auxilio.kernel.shared_types import CallBackPolicy, Language, LongText, Mode, Phone, ShortText

# --- commands -------------------------------------------------------------------------------------


class ReceiveCall(Command, frozen=True, kw_only=True, tag="calls.ring"):
    """A person tries to reach us. From the caller's page, a line, a standard; never refused for what it lacks."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    channel: CallChannel
    phone: ShortText | None = None
    """As received; kept as text when it is no E.164 number."""
    phone_known_by: NumberSource | None = None
    """Stated by the exchange alone. Whatever a page sends as a number is said."""
    earlier: CallId | None = None
    """The call whose token this page has shown."""
    caller_name: ShortText | None = None
    language: Language | None = None
    cannot_speak: bool = False
    line: ShortText | None = None
    position: Position | None = None
    addresses: StatedAddresses = ()
    """Of the documents that came with it; stated by the exchange alone."""
    words: LongText | None = None
    user_agent: ShortText | None = None
    refused: CallRejection | None = None
    """The exchange could not admit it, and another centre takes it: it never waits here."""
    imei: Imei | None = None
    """Of the telephone, as a trusted network passes it on; stated by the exchange alone."""
    after_voice: bool = False
    """Stated by the system alone: of many calls by text at once, it waits behind who speaks (0405)."""
    meant_for: PersonId | None = None
    """Stated by the system alone: who practises alone, and nobody else, is offered it and answers it."""


class LogManualCall(Command, frozen=True, kw_only=True, tag="calls.record"):
    """An operator enters a call taken on another line; it is answered from its first moment."""

    permission: ClassVar[str] = Permission.CALL_RECORD
    object_rule: ClassVar[str] = ObjectRule.OWN_DESK
    call: CallId
    phone: ShortText | None = None
    caller_name: ShortText | None = None
    language: Language | None = None
    line: ShortText | None = None


class OfferCall(Command, frozen=True, kw_only=True, tag="calls.offer"):
    """The queue offers a call to a ready desk."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    desk: DeskId


class ExpireOffer(Command, frozen=True, kw_only=True, tag="calls.lapse_offer"):
    """The desk did not answer in time: the call returns to its place in the queue, the desk to pause."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    desk: DeskId


class LoseDeskLine(Command, frozen=True, kw_only=True, tag="calls.lose_desk"):
    """The desk's line is gone in the middle of a call: the caller returns to the head of the queue, the desk to pause."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    desk: DeskId


class AnswerCall(Command, frozen=True, kw_only=True, tag="calls.answer"):
    """A human voice, or hand, takes the call at this actor's desk."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.QUEUED_CALL
    call: CallId


class Hold(Command, frozen=True, kw_only=True, tag="calls.hold"):
    """The caller waits, and is told so."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId


class Resume(Command, frozen=True, kw_only=True, tag="calls.resume"):
    """Back to the caller, from hold or consultation."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId


class AddCallNote(Command, frozen=True, kw_only=True, tag="calls.note"):
    """What the operator writes down."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class IdentifyCaller(Command, frozen=True, kw_only=True, tag="calls.identify"):
    """Who is calling, as far as they say. What is left out stays as it is."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId
    caller_name: ShortText | None = None
    phone: ShortText | None = None
    language: Language | None = None
    at_place: bool | None = None
    call_back: CallBackPolicy | None = None


class HangUp(Command, frozen=True, kw_only=True, tag="calls.hang_up"):
    """The desk ends the call."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId


class GiveLink(Command, frozen=True, kw_only=True, tag="calls.give_link"):
    """A link for the caller's phone that brings position, photo and words into this very call, for a while."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId


class EndByCaller(Command, frozen=True, kw_only=True, tag="calls.leave"):
    """The caller ends it, before or after an answer; also when their page is gone for good."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    lost: bool = False


class SetDisposition(Command, frozen=True, kw_only=True, tag="calls.dispose"):
    """Say what a call was that tells of no case."""

    permission: ClassVar[str] = Permission.CALL_CLOSE
    object_rule: ClassVar[str] = ObjectRule.UNATTENDED_CALL
    call: CallId
    disposition: CallDisposition


type CallCommand = (
    ReceiveCall
    | LogManualCall
    | OfferCall
    | ExpireOffer
    | AnswerCall
    | Hold
    | Resume
    | PositionCommand
    | AdditionalDataCommand
    | EcallCommand
    | AttachFile
    | AddCallNote
    | IdentifyCaller
    | JoinCase
    | LeaveCase
    | HangUp
    | EndByCaller
    | SetDisposition
    | GiveLink
    | LoseDeskLine
    | KeepRecording
    | HearRecording
    | CallBackCommand
    | PartyCommand
    | MonitoringCommand
    | AudioCommand
    | TextCommand
    | RejectCall
)

# --- events ---------------------------------------------------------------------------------------


class CallReceived(Event, frozen=True, kw_only=True, tag="calls.call.rang"):
    """The first moment of a call, and all that came with it."""

    call: CallId
    number: int
    channel: CallChannel
    mode: Mode
    urgency: int
    phone: Phone | None = None
    phone_said: ShortText | None = None
    phone_known_by: NumberSource | None = None
    """None where there is no number, and in events of before this was recorded."""
    earlier: CallId | None = None
    """The same page rang in that call: it has shown its token."""
    caller_name: ShortText | None = None
    language: Language | None = None
    cannot_speak: bool = False
    line: ShortText | None = None
    user_agent: ShortText | None = None
    imei: Imei | None = None
    addresses: StatedAddresses = ()
    meant_for: PersonId | None = None


class CallQueued(Event, frozen=True, kw_only=True, tag="calls.call.queued"):
    """It waits for a desk; `again` when an offer lapsed or a desk was lost."""

    call: CallId
    again: bool = False
    urgency: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
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
    phone_known_by: NumberSource | None = None
    language: Language | None = None
    at_place: bool | None = None
    call_back: CallBackPolicy | None = None


class CallEnded(Event, frozen=True, kw_only=True, tag="calls.call.ended"):
    """An answered call is over."""

    call: CallId
    reason: EndReason


class CallAbandoned(Event, frozen=True, kw_only=True, tag="calls.call.abandoned"):
    """Over before any human answered. It waits to be called back."""

    call: CallId
    reason: EndReason
    call_back: CallBackPolicy


class LinkGiven(Event, frozen=True, kw_only=True, tag="calls.call.link_given"):
    """A desk asked for a link that speaks for this call until then. The link itself is no fact: it is a key."""

    call: CallId
    until: Instant


class DispositionSet(Event, frozen=True, kw_only=True, tag="calls.call.disposed"):
    """What it was."""

    call: CallId
    disposition: CallDisposition


type CallEvent = (
    CallReceived
    | CallQueued
    | CallOffered
    | CallAnswered
    | CallHeld
    | CallResumed
    | PositionEvent
    | EcallEvent
    | AdditionalDataEvent
    | AttachmentArrived
    | CallNoted
    | CallerIdentified
    | CallJoinedCase
    | CallLeftCase
    | CallEnded
    | CallAbandoned
    | LinkGiven
    | DispositionSet
    | RecordingKept
    | RecordingHeard
    | CallBackEvent
    | PartyEvent
    | MonitoringEvent
    | AudioEvent
    | TextEvent
    | CallRejected
)

RECORDING_EVENTS = frozenset({RecordingKept.kind(), OutgoingRecordingKept.kind()})
"""What tells that sound is kept: of a caller's call, and of one that a desk made for a case."""
