"""Who else is in a call: asked in, joined, handed on, listened to; and the caller who is rung back. Pure, like `machine`."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls import messages as m
from auxilio.calls.model import (
    PARTIES_MAX,
    TALKING,
    Call,
    CallBackRule,
    CallState,
    EndReason,
    Listener,
    Participant,
    PartyEnd,
    PartyId,
)
from auxilio.calls.policy import URGENCY_DESK_LOST
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import DeskId, PersonId
from auxilio.kernel.refusal import Refused

S = CallState


def need_own(call: Call, actor: Actor) -> None:
    """Only the desk that has a call does something to its caller. Raises `Refused("not_your_call")`."""
    if actor.desk is None or call.desk != actor.desk:
        raise Refused("not_your_call")


def party_of(call: Call, id: PartyId) -> Participant:
    """Raises `Refused("unknown_party")`."""
    found = _known(call, id)
    if found is None:
        raise Refused("unknown_party", party=str(id))
    return found


def _known(call: Call, id: PartyId) -> Participant | None:
    return next((each for each in call.parties if each.id == id), None)


def talking(call: Call) -> Participant | None:
    """Who of those asked in has been on the line for longest; None when nobody is."""
    return next((each for each in call.parties if each.joined_at is not None), None)


# --- deciding -------------------------------------------------------------------------------------


def decide(call: Call, command: m.PartyCommand, actor: Actor) -> tuple[Event, ...]:
    """What a command makes happen to who is on the line."""
    match command:
        case m.Consult():
            return _consult(call, command, actor)
        case m.AnswerParty(party=id):
            asked = party_of(call, id)
            if actor.desk is None or asked.desk != actor.desk:
                raise Refused("not_your_call")
            return _joined(call, asked, PersonId(actor.id), actor.name)
        case m.PartyUp(party=id):
            party = _known(call, id)
            return _joined(call, party, None, None) if party else ()
        case m.LeaveParty(party=id):
            return _leave(call, id, actor)
        case m.PartyGone(party=id, reason=reason):
            party = _known(call, id)
            return _left(call, party, reason) if party else ()
        case m.Transfer(party=id):
            need_own(call, actor)
            return (handed_on(call, party_of(call, id)),)
        case m.Listen() | m.StopListening() | m.ListenerGone():
            return _listen(call, command, actor)
        case _ as never:
            assert_never(never)


def _consult(call: Call, command: m.Consult, actor: Actor) -> tuple[Event, ...]:
    if any(each.id == command.party for each in call.parties):
        return ()
    need_own(call, actor)
    if call.state not in TALKING:
        raise Refused("no_such_transition", now=call.state, wanted=S.CONSULTING)
    waits: tuple[Event, ...] = ()
    if call.state != S.CONSULTING:
        waits = (m.CallConsulting(call=call.id, whom=command.whom),)
    if command.party is None:
        return waits
    if (command.desk is None) == (command.number is None):
        raise Refused("malformed", field="$.desk")
    if command.desk == call.desk or any(each.desk == command.desk for each in call.parties if each.desk):
        raise Refused("desk_in_call", desk=command.desk or "", call=str(call.id))
    if len(call.parties) >= PARTIES_MAX:
        raise Refused("too_many_parties", max=PARTIES_MAX)
    rang = m.PartyRang(
        call=call.id, party=command.party, name=command.whom, desk=command.desk, number=command.number
    )
    return (*waits, rang)


def _joined(call: Call, party: Participant, person: PersonId | None, name: str | None) -> tuple[Event, ...]:
    if party.joined_at is not None:
        return ()
    joined = m.PartyJoined(
        call=call.id, party=party.id, name=party.name, desk=party.desk, person=person, person_name=name
    )
    if call.state != S.TRANSFERRED or party.desk is None:
        return (joined,)
    there = msgspec.structs.replace(party, person=person, person_name=name, joined_at=call.rang_at)
    return (joined, handed_on(call, there))


def handed_on(call: Call, party: Participant, *, desk_lost: DeskId | None = None) -> m.CallTransferred:
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
    party = _known(call, id)
    if party is None:
        return ()
    if party.desk is not None and party.desk == actor.desk:
        return _left(call, party, PartyEnd.LEFT if party.joined_at else PartyEnd.DECLINED)
    need_own(call, actor)
    return _left(call, party, PartyEnd.DROPPED)


def _left(call: Call, party: Participant, reason: PartyEnd) -> tuple[Event, ...]:
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


def _listen(
    call: Call, command: m.Listen | m.StopListening | m.ListenerGone, actor: Actor
) -> tuple[Event, ...]:
    desk = command.desk if isinstance(command, m.ListenerGone) else actor.desk
    if desk is None:
        raise Refused("no_desk")
    there = next((each for each in call.listeners if each.desk == desk), None)
    if not isinstance(command, m.Listen):
        if there is None:
            return ()
        return (m.ListenerLeft(call=call.id, desk=desk, person_name=there.person_name),)
    if there is not None and there.way == command.way:
        return ()
    if call.state not in TALKING and call.state != S.TRANSFERRED:
        raise Refused("call_not_answered")
    if desk == call.desk or any(each.desk == desk for each in call.parties):
        raise Refused("desk_in_call", desk=desk, call=str(call.id))
    came = m.ListenerCame(
        call=call.id, desk=desk, person=PersonId(actor.id), person_name=actor.name, way=command.way
    )
    return (came,)


def decide_call_back(call: Call, command: m.CallBackCommand, actor: Actor) -> tuple[Event, ...]:
    """An unanswered caller is rung, reached or not, written to, or has called again by themselves."""
    match command:
        case m.TryCallBack(reached=reached):
            _may_ring(call)
            return (m.CallBackTried(call=call.id, reached=reached),)
        case m.RingBack():
            if call.state == S.RINGING_BACK and call.desk == actor.desk:
                return ()
            _may_ring(call)
            if call.phone is None:
                raise Refused("no_number")
            if actor.desk is None:
                raise Refused("no_desk")
            rings = m.RingingBack(
                call=call.id, desk=actor.desk, operator=PersonId(actor.id), operator_name=actor.name
            )
            return (rings,)
        case m.CallerReached():
            return (m.CallerAnswered(call=call.id),) if call.state == S.RINGING_BACK else ()
        case m.CallerNotReached():
            return (m.CallBackTried(call=call.id, reached=False),) if call.state == S.RINGING_BACK else ()
        case m.MessageCaller():
            # Called back meanwhile, never to be disturbed, told already, or no telephone to write to.
            waits = call.state == S.ABANDONED and call.messaged_at is None and call.phone is not None
            silent = call.call_back == CallBackRule.NEVER
            return (m.CallerMessaged(call=call.id),) if waits and not silent else ()
        case m.JoinRetry(by=by):
            waits = call.state in {S.ABANDONED, S.RINGING_BACK}
            return (m.RetryJoined(call=call.id, by=by),) if waits else ()
        case _ as never:
            assert_never(never)


def _may_ring(call: Call) -> None:
    if call.state != S.ABANDONED:
        raise Refused("no_such_transition", now=call.state, wanted=S.CALLED_BACK)
    if call.call_back == CallBackRule.NEVER:
        raise Refused("never_ring_back")


def may_end(call: Call, actor: Actor) -> None:
    """Whoever has a call ends it; others by permission. Raises `Refused("not_permitted")`."""
    if actor.desk is None or call.desk != actor.desk:
        require(actor, Permission.CALL_CLOSE)


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
        case m.ListenerCame(desk=desk, person=person, person_name=name, way=way):
            others = (each for each in call.listeners if each.desk != desk)
            here = Listener(desk=desk, person=person, person_name=name, way=way)
            return change(call, listeners=(*others, here))
        case m.ListenerLeft(desk=desk):
            return change(call, listeners=tuple(each for each in call.listeners if each.desk != desk))
        case _ as never:
            assert_never(never)


def _without(call: Call, id: PartyId) -> tuple[Participant, ...]:
    return tuple(each for each in call.parties if each.id != id)


def evolve_call_back(call: Call, event: m.CallBackEvent, at: datetime) -> Call:
    """The call after a fact about ringing back."""
    change = msgspec.structs.replace
    match event:
        case m.RingingBack(desk=desk, operator=operator, operator_name=name):
            return change(call, state=S.RINGING_BACK, desk=desk, operator=operator, operator_name=name)
        case m.CallerAnswered():
            return change(
                call,
                state=S.ANSWERED,
                answered_at=call.answered_at or at,
                ended_at=None,
                end_reason=None,
                call_back_tries=call.call_back_tries + 1,
            )
        case m.CallBackTried(reached=reached):
            state = S.CALLED_BACK if reached else S.ABANDONED
            return change(call, state=state, desk=None, call_back_tries=call.call_back_tries + 1)
        case m.CallerMessaged():
            return change(call, messaged_at=at)
        case m.RetryJoined():
            return change(call, state=S.CALLED_BACK, desk=None, end_reason=EndReason.JOINED)
        case _ as never:
            assert_never(never)
