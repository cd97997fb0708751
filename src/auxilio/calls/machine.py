"""The life of a call: which state may follow which, what a command makes happen, what a fact changes."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls import audio_machine, party_machine, text_machine
from auxilio.calls import messages as m
from auxilio.calls.model import (
    OVER,
    TALKING,
    WAITING,
    Call,
    CallState,
    Channel,
    Disposition,
    EndReason,
)
from auxilio.calls.policy import (
    LINK_LIFE_S,
    OWN_RECORDING_S,
    URGENCY_DESK_LOST,
    call_back_rule,
    urgency_of,
)
from auxilio.calls.refusing import refuse, refused, turned_away
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.refusal import Refused

S = CallState
NEXT: dict[CallState, frozenset[CallState]] = {
    S.RINGING: frozenset({S.QUEUED, S.ANSWERED, S.ABANDONED, S.REFUSED}),
    S.QUEUED: frozenset({S.OFFERED, S.ANSWERED, S.ABANDONED}),
    S.OFFERED: frozenset({S.QUEUED, S.ANSWERED, S.ABANDONED}),
    S.ANSWERED: frozenset({S.HELD, S.CONSULTING, S.TRANSFERRED, S.QUEUED, S.ENDED}),
    S.HELD: frozenset({S.ANSWERED, S.CONSULTING, S.TRANSFERRED, S.QUEUED, S.ENDED}),
    S.CONSULTING: frozenset({S.ANSWERED, S.HELD, S.TRANSFERRED, S.QUEUED, S.ENDED}),
    S.TRANSFERRED: frozenset({S.ANSWERED, S.QUEUED, S.ENDED}),
    S.ENDED: frozenset(),
    S.ABANDONED: frozenset({S.CALLED_BACK, S.RINGING_BACK}),
    S.RINGING_BACK: frozenset({S.ANSWERED, S.ABANDONED, S.CALLED_BACK}),
    S.CALLED_BACK: frozenset(),
    S.REFUSED: frozenset(),
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
        user_agent=command.user_agent if isinstance(command, m.Ring) else None,
    )
    if typed:
        return (rang, _answered(command.call, actor))
    assert isinstance(command, m.Ring)
    facts: tuple[Event, ...] = (rang,)
    if text_machine.speaks_from_a_page(command, actor):
        facts += (m.TextOpened(call=command.call),)
    if command.position is not None:
        facts += (m.PositionReported(call=command.call, position=command.position),)
    if command.words:
        facts += (m.CallerSaid(call=command.call, words=command.words),)
    if command.refused is not None:
        return (*facts, m.CallRefused(call=command.call, refusal=turned_away(command.refused, actor)))
    return (*facts, m.CallQueued(call=command.call))


def _answered(call: CallId, actor: Actor) -> m.CallAnswered:
    if actor.desk is None:
        raise Refused("no_desk")
    return m.CallAnswered(call=call, desk=actor.desk, operator=PersonId(actor.id), operator_name=actor.name)


def decide(call: Call, command: m.CallCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What this command makes happen to a call that already rang. A call keeps no clock: `at` only ends a link."""
    match command:
        case m.Ring() | m.RecordCall():
            raise Refused("call_already_rang", call=str(call.id))
        case m.Offer() | m.LapseOffer() | m.LoseDesk():
            return _decide_queue(call, command)
        case m.Answer() | m.Hold() | m.Resume():
            return _decide_line(call, command, actor)
        case m.HangUp() | m.Leave() | m.Dispose():
            return _decide_end(call, command, actor)
        case m.Refuse():
            return refuse(call, command)
        case m.Say() | m.Write() | m.ReportPosition() | m.Attach() | m.Note() | m.Identify() | m.GiveLink():
            return _decide_words(call, command, at)
        case m.KeepRecording() | m.HearRecording():
            return _decide_recording(call, command, actor, at)
        case m.ReportAudio() | m.ReportSilence() | m.PressKey():
            return audio_machine.decide(call, command)
        case m.KeepCallerTyped() | m.KeepDeskTyped() | m.OpenText():
            return text_machine.decide(call, command)
        case m.JoinCase(case=case):
            if call.case == case:
                return ()
            left = (m.CallLeftCase(call=call.id, case=call.case),) if call.case else ()
            return (*left, m.CallJoinedCase(call=call.id, case=case))
        case m.LeaveCase():
            return (m.CallLeftCase(call=call.id, case=call.case),) if call.case else ()
        case (
            m.TryCallBack()
            | m.RingBack()
            | m.CallerReached()
            | m.CallerNotReached()
            | m.MessageCaller()
            | m.JoinRetry()
        ):
            return party_machine.decide_call_back(call, command, actor)
        case _:
            return party_machine.decide(call, command, actor)


def _decide_queue(call: Call, command: m.Offer | m.LapseOffer | m.LoseDesk) -> tuple[Event, ...]:
    match command:
        case m.Offer(desk=desk):
            step(call, S.OFFERED)
            return (m.CallOffered(call=call.id, desk=desk),)
        case m.LapseOffer(desk=desk):
            # The desk answered, or the call was offered elsewhere, while the timer was on its way.
            if call.state != S.OFFERED or call.offered_to != desk:
                return ()
            return (m.CallQueued(call=call.id, again=True),)
        case m.LoseDesk(desk=desk):
            # Hung up, or taken by another desk, while we were waiting for the first to come back.
            if call.desk != desk:
                return ()
            if call.state == S.RINGING_BACK:
                return (m.CallBackTried(call=call.id, reached=False),)
            if call.state not in TALKING:
                return ()
            other = party_machine.talking(call)
            if call.state == S.ANSWERED and other is not None:
                # The caller speaks with somebody else as well: with them they stay.
                return (party_machine.handed_on(call, other, desk_lost=desk),)
            urgency = min(call.urgency, URGENCY_DESK_LOST)
            return (m.CallQueued(call=call.id, again=True, urgency=urgency, desk_lost=desk),)
        case _ as never:
            assert_never(never)


def _decide_line(call: Call, command: m.Answer | m.Hold | m.Resume, actor: Actor) -> tuple[Event, ...]:
    match command:
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
            party_machine.need_own(call, actor)
            step(call, S.HELD)
            if call.parties:  # who was asked in goes on speaking with the desk: only the caller waits
                whom = ", ".join(each.name for each in call.parties)[:200]
                return (m.CallConsulting(call=call.id, whom=whom),) if call.state == S.ANSWERED else ()
            return (m.CallHeld(call=call.id),)
        case m.Resume():
            if call.state == S.ANSWERED:
                return ()
            party_machine.need_own(call, actor)
            if call.state not in TALKING:
                raise Refused("no_such_transition", now=call.state, wanted=S.ANSWERED)
            return (m.CallResumed(call=call.id),)
        case _ as never:
            assert_never(never)


def _decide_end(call: Call, command: m.HangUp | m.Leave | m.Dispose, actor: Actor) -> tuple[Event, ...]:
    match command:
        case m.HangUp():
            if call.state in OVER:
                return ()
            party_machine.may_end(call, actor)
            if call.state == S.RINGING_BACK:
                return (m.CallBackTried(call=call.id, reached=False),)
            step(call, S.ENDED)
            return (m.CallEnded(call=call.id, reason=EndReason.DESK),)
        case m.Leave(lost=lost):
            reason = EndReason.LOST if lost else EndReason.CALLER
            if call.state in OVER or call.state == S.RINGING_BACK:
                return ()
            if call.state in WAITING:
                return (m.CallAbandoned(call=call.id, reason=reason, call_back=call_back_rule(call)),)
            return (m.CallEnded(call=call.id, reason=reason),)
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
    call: Call,
    command: m.Say | m.Write | m.ReportPosition | m.Attach | m.Note | m.Identify | m.GiveLink,
    at: datetime,
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
        case m.GiveLink():
            return (m.LinkGiven(call=call.id, until=after_s(at, LINK_LIFE_S)),)
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


def _decide_recording(
    call: Call, command: m.KeepRecording | m.HearRecording, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    match command:
        case m.KeepRecording(recording=recording):
            if recording in call.recordings:
                return ()
            return (m.RecordingKept(call=call.id, recording=recording),)
        case m.HearRecording(digest=digest, reason=reason):
            if all(one.digest != digest for one in call.recordings):
                raise Refused("unknown_recording", id=digest[:64])
            over = call.ended_at or at
            if call.operator == actor.id and seconds_between(over, at) < OWN_RECORDING_S:
                return (m.RecordingHeard(call=call.id, digest=digest, reason=reason),)
            require(actor, Permission.CALL_REPLAY)
            if reason is None:
                raise Refused("recording_needs_reason")
            return (m.RecordingHeard(call=call.id, digest=digest, reason=reason),)
        case _ as never:
            assert_never(never)


def _rung(event: m.CallRang, at: datetime) -> Call:
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
        user_agent=event.user_agent,
    )


def evolve(call: Call | None, event: m.CallEvent, at: datetime) -> Call:
    """The call after this fact."""
    return audio_machine.of_who_is_there(_evolve(call, event, at))


def _evolve(call: Call | None, event: m.CallEvent, at: datetime) -> Call:
    if isinstance(event, m.CallRang):
        return _rung(event, at)
    assert call is not None, "a call begins by ringing"
    change = msgspec.structs.replace
    match event:
        case m.CallQueued(urgency=urgency):
            # After a lapse it stands where it stood: the time it has waited is not taken from it.
            return change(
                call,
                state=S.QUEUED,
                urgency=call.urgency if urgency is None else urgency,
                queued_at=call.queued_at or at,
                offered_to=None,
                offered_at=None,
                desk=None,
                parties=(),
                listeners=(),
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
        case m.CallResumed():
            return change(call, state=S.ANSWERED)
        case m.CallEnded(reason=reason):
            return change(call, state=S.ENDED, ended_at=at, end_reason=reason, parties=(), listeners=())
        case m.CallAbandoned(reason=reason, call_back=rule):
            return change(
                call, state=S.ABANDONED, ended_at=at, end_reason=reason, call_back=rule, offered_to=None
            )
        case m.RingingBack() | m.CallerAnswered() | m.CallBackTried() | m.CallerMessaged() | m.RetryJoined():
            return party_machine.evolve_call_back(call, event, at)
        case (
            m.CallConsulting()
            | m.PartyRang()
            | m.PartyJoined()
            | m.PartyLeft()
            | m.CallTransferred()
            | m.ListenerCame()
            | m.ListenerLeft()
        ):
            return party_machine.evolve(call, event, at)
        case m.AudioDied() | m.AudioCameBack() | m.CallerFellSilent() | m.CallerSpokeAgain() | m.KeyPressed():
            return audio_machine.evolve(call, event, at)
        case m.CallRefused(refusal=refusal):
            return refused(call, refusal, at)
        case _:
            return _evolve_words(call, event, at)


def _evolve_words(call: Call, event: m.CallEvent, at: datetime) -> Call:
    change = msgspec.structs.replace
    match event:
        case m.CallerSaid():
            return change(call, lines=call.lines + 1, last_line_at=at)
        case m.DeskWrote():
            return change(call, lines=call.lines + 1)
        case m.TextOpened():
            return change(call, text=True)
        case m.PositionReported(position=position):
            return change(call, positions=(*call.positions, position)[-POSITIONS_KEPT:])
        case m.AttachmentArrived(attachment=attachment):
            return change(call, attachments=(*call.attachments, attachment))
        case m.RecordingKept(recording=recording):
            return change(call, recordings=(*call.recordings, recording))
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
