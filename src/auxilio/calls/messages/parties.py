"""What can be asked of who else is in a call, and what can have happened: consulted, joined, handed on, listened to."""

from typing import ClassVar

from auxilio.calls.model import Ear, PartyEnd, PartyId
from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.words import Phone, ShortText

# --- commands -------------------------------------------------------------------------------------


class Consult(Command, frozen=True, kw_only=True, tag="calls.consult"):
    """Speak with somebody else while the caller waits: a desk of the house, a number, or by other means."""

    permission: ClassVar[str] = Permission.CALL_TALK
    call: CallId
    whom: ShortText
    """Who it is, in words: the name of a centre, of a hospital, of an interpreter."""
    party: PartyId | None = None
    """The new party's id; None when they are not reached by this house's lines."""
    desk: DeskId | None = None
    number: Phone | None = None


class AnswerParty(Command, frozen=True, kw_only=True, tag="calls.answer_party"):
    """The desk that was asked into a call takes part."""

    permission: ClassVar[str] = Permission.CALL_TALK
    call: CallId
    party: PartyId


class LeaveParty(Command, frozen=True, kw_only=True, tag="calls.leave_party"):
    """A party goes: by its own hand, declining included, or let go by the desk that has the call."""

    permission: ClassVar[str] = Permission.CALL_TALK
    call: CallId
    party: PartyId


class PartyUp(Command, frozen=True, kw_only=True, tag="calls.party_up"):
    """Somebody answered at the number that was rung."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    party: PartyId


class PartyGone(Command, frozen=True, kw_only=True, tag="calls.party_gone"):
    """The line of a party is over, or never came to be."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    party: PartyId
    reason: PartyEnd


class Transfer(Command, frozen=True, kw_only=True, tag="calls.transfer"):
    """Hand the caller on to a party: who speaks already takes the desk's place, who is still rung takes it on answering."""

    permission: ClassVar[str] = Permission.CALL_TALK
    call: CallId
    party: PartyId


class Listen(Command, frozen=True, kw_only=True, tag="calls.listen"):
    """A supervisor listens, whispers to the desk, or joins; said again with another way, it changes to that."""

    permission: ClassVar[str] = Permission.CALL_LISTEN
    call: CallId
    way: Ear


class StopListening(Command, frozen=True, kw_only=True, tag="calls.stop_listening"):
    """The supervisor goes."""

    permission: ClassVar[str] = Permission.CALL_LISTEN
    call: CallId


class ListenerGone(Command, frozen=True, kw_only=True, tag="calls.listener_gone"):
    """The line of a supervisor's desk is gone."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    desk: DeskId


type PartyCommand = (
    Consult
    | AnswerParty
    | LeaveParty
    | PartyUp
    | PartyGone
    | Transfer
    | Listen
    | StopListening
    | ListenerGone
)

# --- events ---------------------------------------------------------------------------------------


class CallConsulting(Event, frozen=True, kw_only=True, tag="calls.call.consulting"):
    """The operator speaks with somebody else, the caller waits."""

    call: CallId
    whom: ShortText


class PartyRang(Event, frozen=True, kw_only=True, tag="calls.call.party_rang"):
    """Somebody is asked into the call: it rings at that desk, or at that number."""

    call: CallId
    party: PartyId
    name: ShortText
    desk: DeskId | None = None
    number: Phone | None = None


class PartyJoined(Event, frozen=True, kw_only=True, tag="calls.call.party_joined"):
    """They are on the line."""

    call: CallId
    party: PartyId
    name: ShortText
    desk: DeskId | None = None
    person: PersonId | None = None
    person_name: ShortText | None = None


class PartyLeft(Event, frozen=True, kw_only=True, tag="calls.call.party_left"):
    """They are not, or never came."""

    call: CallId
    party: PartyId
    name: ShortText
    reason: PartyEnd


class CallTransferred(Event, frozen=True, kw_only=True, tag="calls.call.transferred"):
    """The caller is with somebody else now. `desk` has the call from here on; None while it is a number, or still rings."""

    call: CallId
    party: PartyId
    name: ShortText
    desk: DeskId | None = None
    operator: PersonId | None = None
    operator_name: ShortText | None = None
    desk_lost: DeskId | None = None
    """The desk whose line went, when that is why."""


class ListenerCame(Event, frozen=True, kw_only=True, tag="calls.call.listener_came"):
    """Somebody of the room listens, whispers or joins. The desk sees it."""

    call: CallId
    desk: DeskId
    person: PersonId
    person_name: ShortText
    way: Ear


class ListenerLeft(Event, frozen=True, kw_only=True, tag="calls.call.listener_left"):
    """They do not any more."""

    call: CallId
    desk: DeskId
    person_name: ShortText


type PartyEvent = (
    CallConsulting | PartyRang | PartyJoined | PartyLeft | CallTransferred | ListenerCame | ListenerLeft
)
