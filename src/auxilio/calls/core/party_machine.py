"""Who else is in a call: asked in, joined, handed on. Pure, like `machine`."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.call_authority import require_own_call
from auxilio.calls.core.model import (
    CONNECTED_STATES,
    PARTIES_MAX,
    VOICE_CHANNELS,
    Call,
    CallState,
    EndReason,
    Participant,
    PartyEndReason,
    PartyId,
)
from auxilio.calls.core.policy import URGENCY_DESK_LOST
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import DeskId, PersonId
from auxilio.kernel.refusal import Conflict, Refused

S = CallState


def get_party(call: Call, id: PartyId) -> Participant:
    """Raises `Refused("unknown_party")`."""
    found = _find_party(call, id)
    if found is None:
        raise Refused("unknown_party", party=str(id))
    return found


def _find_party(call: Call, id: PartyId) -> Participant | None:
    return next((each for each in call.parties if each.id == id), None)


def first_joined_party(call: Call) -> Participant | None:
    """Who of those asked in has been on the line for longest; None when nobody is."""
    return next((each for each in call.parties if each.joined_at is not None), None)


# --- deciding -------------------------------------------------------------------------------------


def decide(call: Call, command: m.PartyCommand, actor: Actor) -> tuple[Event, ...]:
    """What a command makes happen to who is on the line."""
    match command:
        case m.Consult():
            return _consult(call, command, actor)
        case m.AnswerParty(party=id):
            asked = get_party(call, id)
            if actor.desk is None or asked.desk != actor.desk:
                raise Refused("not_your_call")
            return _join_party(call, asked, PersonId(actor.id), actor.name)
        case m.ReportPartyAnswered(party=id):
            party = _find_party(call, id)
            return _join_party(call, party, None, None) if party else ()
        case m.RemoveParty(party=id):
            return _leave(call, id, actor)
        case m.ReportPartyGone(party=id, reason=reason):
            party = _find_party(call, id)
            return _party_left(call, party, reason) if party else ()
        case m.TransferCall(party=id):
            require_own_call(call, actor)
            return (transfer_to(call, get_party(call, id)),)
        case _ as never:
            assert_never(never)


def _consult(call: Call, command: m.Consult, actor: Actor) -> tuple[Event, ...]:
    if any(each.id == command.party for each in call.parties):
        return ()
    require_own_call(call, actor)
    if call.state not in CONNECTED_STATES:
        raise Refused("no_such_transition", now=call.state, wanted=S.CONSULTING)
    waits: tuple[Event, ...] = ()
    if call.state != S.CONSULTING:
        waits = (m.CallConsulting(call=call.id, whom=command.whom),)
    if command.party is None:
        return waits
    if (command.desk is None) == (command.number is None):
        raise Refused("malformed", field="$.desk")
    if command.number is not None and call.channel not in VOICE_CHANNELS:  # who is rung could not read it
        raise Conflict("call_is_not_spoken", call=str(call.id))
    if command.desk == call.desk or any(each.desk == command.desk for each in call.parties if each.desk):
        raise Refused("desk_in_call", desk=command.desk or "", call=str(call.id))
    if len(call.parties) >= PARTIES_MAX:
        raise Refused("too_many_parties", max=PARTIES_MAX)
    rang = m.PartyRang(
        call=call.id, party=command.party, name=command.whom, desk=command.desk, number=command.number
    )
    return (*waits, rang)


def _join_party(
    call: Call, party: Participant, person: PersonId | None, name: str | None
) -> tuple[Event, ...]:
    if party.joined_at is not None:
        return ()
    joined = m.PartyJoined(
        call=call.id, party=party.id, name=party.name, desk=party.desk, person=person, person_name=name
    )
    if call.state != S.TRANSFERRED or party.desk is None:
        return (joined,)
    there = msgspec.structs.replace(party, person=person, person_name=name, joined_at=call.rang_at)
    return (joined, transfer_to(call, there))


def transfer_to(call: Call, party: Participant, *, desk_lost: DeskId | None = None) -> m.CallTransferred:
    """The caller is with this party. A desk that speaks already has the call from here on."""
    has = party.desk is not None and party.joined_at is not None
    return m.CallTransferred(
        call=call.id,
        party=party.id,
        name=party.name,
        desk=party.desk if has else None,
        operator=party.person if has else None,
        operator_name=party.person_name if has else None,
        desk_lost=desk_lost,
    )


def _leave(call: Call, id: PartyId, actor: Actor) -> tuple[Event, ...]:
    party = _find_party(call, id)
    if party is None:
        return ()
    if party.desk is not None and party.desk == actor.desk:
        return _party_left(call, party, PartyEndReason.LEFT if party.joined_at else PartyEndReason.DECLINED)
    require_own_call(call, actor)
    return _party_left(call, party, PartyEndReason.DROPPED)


def _party_left(call: Call, party: Participant, reason: PartyEndReason) -> tuple[Event, ...]:
    """They go. A caller who waited for them is not left waiting: back to the desk, or to the head of the queue."""
    left = m.PartyLeft(call=call.id, party=party.id, name=party.name, reason=reason)
    if len(call.parties) > 1:
        return (left,)
    if call.state == S.CONSULTING:
        return (left, m.CallResumed(call=call.id))
    if call.state != S.TRANSFERRED:
        return (left,)
    if party.joined_at is not None:
        return (left, m.CallEnded(call=call.id, reason=EndReason.PARTY))
    return (left, m.CallQueued(call=call.id, again=True, urgency=min(call.urgency, URGENCY_DESK_LOST)))


# --- evolving -------------------------------------------------------------------------------------


def evolve(call: Call, event: m.PartyEvent, at: datetime) -> Call:
    """The call after a fact about who is on the line."""
    change = msgspec.structs.replace
    match event:
        case m.CallConsulting():
            return change(call, state=S.CONSULTING)
        case m.PartyRang(party=id, name=name, desk=desk, number=number):
            party = Participant(
                id=id,
                name=name,
                rang_at=at,
                desk=desk,
                number=number,
                joined_at=None,
                person=None,
                person_name=None,
            )
            return change(call, parties=(*call.parties, party))
        case m.PartyJoined(party=id, person=person, person_name=name):
            there = (
                change(each, joined_at=at, person=person, person_name=name) if each.id == id else each
                for each in call.parties
            )
            return change(call, parties=tuple(there))
        case m.PartyLeft(party=id):
            return change(call, parties=_without(call, id))
        case m.CallTransferred(desk=None):
            return change(call, state=S.TRANSFERRED, desk=None)
        case m.CallTransferred(party=id, desk=desk, operator=operator, operator_name=name):
            return change(
                call,
                state=S.ANSWERED,
                desk=desk,
                operator=operator,
                operator_name=name,
                parties=_without(call, id),
            )
        case _ as never:
            assert_never(never)


def _without(call: Call, id: PartyId) -> tuple[Participant, ...]:
    return tuple(each for each in call.parties if each.id != id)
