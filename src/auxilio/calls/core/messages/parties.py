"""What can be asked of who else is in a call, and what can have happened: consulted, joined, handed on."""

from typing import ClassVar

from auxilio.calls.core.model import PartyEndReason, PartyId
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.shared_types import DialledNumber, ShortText

# --- commands -------------------------------------------------------------------------------------


class Consult(Command, frozen=True, kw_only=True, tag="calls.consult"):
    """Speak with somebody else while the caller waits: a desk of the installation, a number, or by other means."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId
    whom: ShortText
    """Who it is, in words: the name of a centre, of a hospital, of an interpreter."""
    party: PartyId | None = None
    """The new party's id; None when they are not reached by this installation's lines."""
    desk: DeskId | None = None
    number: DialledNumber | None = None


class AnswerParty(Command, frozen=True, kw_only=True, tag="calls.answer_party"):
    """The desk that was asked into a call takes part."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.CALL_PARTY
    call: CallId
    party: PartyId


class RemoveParty(Command, frozen=True, kw_only=True, tag="calls.leave_party"):
    """A party goes: by its own hand, declining included, or let go by the desk that has the call."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.CALL_PARTY
    call: CallId
    party: PartyId


class ReportPartyAnswered(Command, frozen=True, kw_only=True, tag="calls.party_up"):
    """Somebody answered at the number that was rung."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    party: PartyId


class ReportPartyGone(Command, frozen=True, kw_only=True, tag="calls.party_gone"):
    """The line of a party is over, or never came to be."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    party: PartyId
    reason: PartyEndReason


class TransferCall(Command, frozen=True, kw_only=True, tag="calls.transfer"):
    """Hand the caller on to a party: who speaks already takes the desk's place, who is still rung takes it on answering."""

    permission: ClassVar[str] = Permission.CALL_TALK
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId
    party: PartyId


type PartyCommand = Consult | AnswerParty | RemoveParty | ReportPartyAnswered | ReportPartyGone | TransferCall

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
    number: DialledNumber | None = None


class PartyJoined(Event, frozen=True, kw_only=True, tag="calls.call.party_joined"):
    """A party that was asked is on the line."""

    call: CallId
    party: PartyId
    name: ShortText
    desk: DeskId | None = None
    person: PersonId | None = None
    person_name: ShortText | None = None


class PartyLeft(Event, frozen=True, kw_only=True, tag="calls.call.party_left"):
    """A party left the line, or never came."""

    call: CallId
    party: PartyId
    name: ShortText
    reason: PartyEndReason


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


type PartyEvent = CallConsulting | PartyRang | PartyJoined | PartyLeft | CallTransferred
