"""The life of a call: which state may follow which, what a command makes happen, what a fact changes."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls import messages as m
from auxilio.calls.model import (
    OVER,
    TALKING,
    WAITING,
    Call,
    CallBackRule,
    CallState,
    Channel,
    Disposition,
    EndReason,
)
from auxilio.calls.policy import urgency_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.refusal import Refused

S = CallState
NEXT: dict[CallState, frozenset[CallState]] = {
    S.RINGING: frozenset({S.QUEUED, S.ANSWERED, S.ABANDONED}),
    S.QUEUED: frozenset({S.OFFERED, S.ANSWERED, S.ABANDONED}),
    S.OFFERED: frozenset({S.QUEUED, S.ANSWERED, S.ABANDONED}),
    S.ANSWERED: frozenset({S.HELD, S.CONSULTING, S.QUEUED, S.ENDED}),
    S.HELD: frozenset({S.ANSWERED, S.CONSULTING, S.QUEUED, S.ENDED}),
    S.CONSULTING: frozenset({S.ANSWERED, S.HELD, S.QUEUED, S.ENDED}),
    S.ENDED: frozenset(),
    S.ABANDONED: frozenset({S.CALLED_BACK}),
    S.CALLED_BACK: frozenset(),
}
assert NEXT.keys() == set(CallState), "every state has its row"


POSITIONS_KEPT = 50
"""In the state that travels to screens; the log keeps every one."""


def step(call: Call, wanted: CallState) -> None:
    """Refuse a step that the table does not allow."""
    if wanted not in NEXT[call.state]:
        raise Refused("no_such_transition", now=call.state, wanted=wanted)


def split_phone(said: str | None) -> tuple[str | None, str | None]:
    """A number as E.164 and, when it is none, the text that was received. Nothing received is thrown away."""
    if not said:
        return None, None
    compact = "".join(c for c in said if c not in " -().")
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    digits = compact[1:]
    if (
        compact.startswith("+")
        and digits.isascii()
        and digits.isdigit()
        and 4 <= len(digits) <= 15
        and digits[0] != "0"
    ):
        return compact, None
    return None, said


def ring(command: m.Ring | m.RecordCall, number: int, actor: Actor) -> tuple[Event, ...]:
    """The first facts of a call. A call is never refused for what it lacks."""
    phone, said = split_phone(command.phone)
    typed = isinstance(command, m.RecordCall)
    channel = Channel.LINE if isinstance(command, m.RecordCall) else command.channel
    silent = isinstance(command, m.Ring) and command.cannot_speak
    rang = m.CallRang(
        call=command.call,
        number=number,
        channel=channel,
        mode=actor.mode,
        urgency=urgency_of(channel, cannot_speak=silent),
        phone=phone,
        phone_said=said,
        caller_name=command.caller_name,
        language=command.language,
        cannot_speak=silent,
        line=command.line,
    )
    if typed:
        return (rang, _answered(command.call, actor))
    assert isinstance(command, m.Ring)
    facts: tuple[Event, ...] = (rang,)
    if command.position is not None:
        facts += (m.PositionReported(call=command.call, position=command.position),)
    if command.words:
        facts += (m.CallerSaid(call=command.call, words=command.words),)
    return (*facts, m.CallQueued(call=command.call))


def _answered(call: CallId, actor: Actor) -> m.CallAnswered:
    if actor.desk is None:
        raise Refused("no_desk")
    return m.CallAnswered(call=call, desk=actor.desk, operator=PersonId(actor.id), operator_name=actor.name)


def decide(call: Call, command: m.CallCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What this command makes happen to a call that already rang. `at` is not read: a call keeps no clock."""
    match command:
        case m.Ring() | m.RecordCall():
            raise Refused("call_already_rang", call=str(call.id))
        case m.Offer() | m.LapseOffer() | m.Answer() | m.Hold() | m.Consult() | m.Resume():
            return _decide_line(call, command, actor)
        case m.HangUp() | m.Leave() | m.TryCallBack() | m.JoinRetry() | m.Dispose():
            return _decide_end(call, command)
        case m.Say() | m.Write() | m.ReportPosition() | m.Attach() | m.Note() | m.Identify():
            return _decide_words(call, command)
        case m.JoinCase(case=case):
            if call.case == case:
                return ()
            left = (m.CallLeftCase(call=call.id, case=call.case),) if call.case else ()
            return (*left, m.CallJoinedCase(call=call.id, case=case))
        case m.LeaveCase():
            return (m.CallLeftCase(call=call.id, case=call.case),) if call.case else ()
        case _ as never:
            assert_never(never)


def _decide_line(
    call: Call, command: m.Offer | m.LapseOffer | m.Answer | m.Hold | m.Consult | m.Resume, actor: Actor
) -> tuple[Event, ...]:
    match command:
        case m.Offer(desk=desk):
            step(call, S.OFFERED)
            return (m.CallOffered(call=call.id, desk=desk),)
        case m.LapseOffer(desk=desk):
            # The desk answered, or the call was offered elsewhere, while the timer was on its way.
            if call.state != S.OFFERED or call.offered_to != desk:
                return ()
            return (m.CallQueued(call=call.id, again=True),)
        case m.Answer():
            if call.state in TALKING:
                if call.operator == actor.id:
                    return ()
                raise Refused("call_already_answered", by=call.operator_name, desk=call.desk)
            step(call, S.ANSWERED)
            return (_answered(command.call, actor),)
        case m.Hold():
            if call.state == S.HELD:
                return ()
            step(call, S.HELD)
            return (m.CallHeld(call=call.id),)
        case m.Consult(whom=whom):
            step(call, S.CONSULTING)
            return (m.CallConsulting(call=call.id, whom=whom),)
        case m.Resume():
            if call.state == S.ANSWERED:
                return ()
            step(call, S.ANSWERED)
            if call.state not in TALKING:
                raise Refused("no_such_transition", now=call.state, wanted=S.ANSWERED)
            return (m.CallResumed(call=call.id),)
        case _ as never:
            assert_never(never)


def _decide_end(
    call: Call, command: m.HangUp | m.Leave | m.TryCallBack | m.JoinRetry | m.Dispose
) -> tuple[Event, ...]:
    match command:
        case m.HangUp():
            if call.state in OVER:
                return ()
            step(call, S.ENDED)
            return (m.CallEnded(call=call.id, reason=EndReason.DESK),)
        case m.Leave(lost=lost):
            reason = EndReason.LOST if lost else EndReason.CALLER
            if call.state in OVER:
                return ()
            if call.state in WAITING:
                rule = call.call_back or (
                    CallBackRule.MESSAGE_FIRST if call.cannot_speak else CallBackRule.RING
                )
                return (m.CallAbandoned(call=call.id, reason=reason, call_back=rule),)
            return (m.CallEnded(call=call.id, reason=reason),)
        case m.TryCallBack(reached=reached):
            if call.state != S.ABANDONED:
                raise Refused("no_such_transition", now=call.state, wanted=S.CALLED_BACK)
            if call.call_back == CallBackRule.NEVER:
                raise Refused("never_ring_back")
            return (m.CallBackTried(call=call.id, reached=reached),)
        case m.JoinRetry(by=by):
            return (m.RetryJoined(call=call.id, by=by),) if call.state == S.ABANDONED else ()
        case m.Dispose(disposition=disposition):
            if call.state in WAITING:
                raise Refused("call_not_answered")
            if disposition == Disposition.CASE and call.case is None:
                raise Refused("call_has_no_case")
            return (
                ()
                if call.disposition == disposition
                else (m.CallDisposed(call=call.id, disposition=disposition),)
            )
        case _ as never:
            assert_never(never)


def _decide_words(
    call: Call, command: m.Say | m.Write | m.ReportPosition | m.Attach | m.Note | m.Identify
) -> tuple[Event, ...]:
    # Late words and fixes are taken in every state: what a caller sends is never thrown away.
    match command:
        case m.Say(words=words):
            return (m.CallerSaid(call=call.id, words=words),)
        case m.Write(words=words):
            return (m.DeskWrote(call=call.id, words=words),)
        case m.ReportPosition(position=position):
            return (
                () if position in call.positions else (m.PositionReported(call=call.id, position=position),)
            )
        case m.Attach(attachment=attachment):
            if attachment in call.attachments:
                return ()
            return (m.AttachmentArrived(call=call.id, attachment=attachment),)
        case m.Note(words=words):
            return (m.CallNoted(call=call.id, words=words),)
        case m.Identify():
            phone, said = split_phone(command.phone)
            return (
                m.CallerIdentified(
                    call=call.id,
                    caller_name=command.caller_name,
                    phone=phone,
                    phone_said=said,
                    language=command.language,
                    at_place=command.at_place,
                    call_back=command.call_back,
                ),
            )
        case _ as never:
            assert_never(never)


def evolve(call: Call | None, event: m.CallEvent, at: datetime) -> Call:
    """The call after this fact."""
    if isinstance(event, m.CallRang):
        return Call(
            id=event.call,
            number=event.number,
            channel=event.channel,
            state=S.RINGING,
            mode=event.mode,
            rang_at=at,
            urgency=event.urgency,
            phone=event.phone,
            phone_said=event.phone_said,
            caller_name=event.caller_name,
            language=event.language,
            cannot_speak=event.cannot_speak,
            line=event.line,
        )
    assert call is not None, "a call begins by ringing"
    change = msgspec.structs.replace
    match event:
        case m.CallQueued():
            # After a lapse it stands where it stood: the time it has waited is not taken from it.
            return change(
                call,
                state=S.QUEUED,
                queued_at=call.queued_at or at,
                offered_to=None,
                offered_at=None,
                desk=None,
            )
        case m.CallOffered(desk=desk):
            return change(call, state=S.OFFERED, offered_to=desk, offered_at=at)
        case m.CallAnswered(desk=desk, operator=operator, operator_name=name):
            return change(
                call,
                state=S.ANSWERED,
                answered_at=call.answered_at or at,
                desk=desk,
                operator=operator,
                operator_name=name,
                offered_to=None,
            )
        case m.CallHeld():
            return change(call, state=S.HELD)
        case m.CallConsulting():
            return change(call, state=S.CONSULTING)
        case m.CallResumed():
            return change(call, state=S.ANSWERED)
        case m.CallEnded(reason=reason):
            return change(call, state=S.ENDED, ended_at=at, end_reason=reason)
        case m.CallAbandoned(reason=reason, call_back=rule):
            return change(
                call, state=S.ABANDONED, ended_at=at, end_reason=reason, call_back=rule, offered_to=None
            )
        case m.CallBackTried(reached=reached):
            state = S.CALLED_BACK if reached else call.state
            return change(call, state=state, call_back_tries=call.call_back_tries + 1)
        case m.RetryJoined():
            return change(call, state=S.CALLED_BACK, end_reason=EndReason.JOINED)
        case _:
            return _evolve_words(call, event, at)


def _evolve_words(call: Call, event: m.CallEvent, at: datetime) -> Call:
    change = msgspec.structs.replace
    match event:
        case m.CallerSaid():
            return change(call, lines=call.lines + 1, last_line_at=at)
        case m.DeskWrote():
            return change(call, lines=call.lines + 1)
        case m.PositionReported(position=position):
            return change(call, positions=(*call.positions, position)[-POSITIONS_KEPT:])
        case m.AttachmentArrived(attachment=attachment):
            return change(call, attachments=(*call.attachments, attachment))
        case m.CallerIdentified():
            said = {
                name: value
                for name in ("caller_name", "phone", "phone_said", "language", "at_place", "call_back")
                if (value := getattr(event, name)) is not None
            }
            return change(call, **said)
        case m.CallJoinedCase(case=case):
            return change(call, case=case)
        case m.CallLeftCase():
            return change(call, case=None)
        case m.CallDisposed(disposition=disposition):
            return change(call, disposition=disposition)
        case _:
            return call
