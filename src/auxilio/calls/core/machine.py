"""The life of a call: which state may follow which, what a command makes happen, what a fact changes."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import (
    additional_data_machine,
    audio_machine,
    call_back_machine,
    case_link_machine,
    ecall_machine,
    guidance_machine,
    monitoring_machine,
    party_machine,
    position_machine,
    text_machine,
)
from auxilio.calls.core import messages as m
from auxilio.calls.core.call_authority import require_may_end, require_own_call
from auxilio.calls.core.call_rejection import check_rejection, refused, reject_call
from auxilio.calls.core.caller_lines import cases_left, keep_line, known_cases
from auxilio.calls.core.caller_trust import caller_number, entered_number, trusted_channel
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.messages import text_delivery as d
from auxilio.calls.core.model import (
    CONNECTED_STATES,
    FINISHED_STATES,
    WAITING_STATES,
    Call,
    CallDisposition,
    CallerLine,
    CallState,
    EndReason,
)
from auxilio.calls.core.policy import (
    LINK_LIFE_S,
    URGENCY_DESK_LOST,
    call_back_policy,
    check_attachment_allowed,
    urgency_of,
)
from auxilio.calls.core.positions import stamp_received
from auxilio.calls.core.recording_access import require_hearing
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.position import is_null_island
from auxilio.kernel.refusal import Refused
from auxilio.kernel.written_words import must_say_something

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


def check_transition(call: Call, wanted: CallState) -> None:
    """Refuse a step that the table does not allow."""
    if wanted not in NEXT[call.state]:
        raise Refused("no_such_transition", now=call.state, wanted=wanted)


def receive_call(
    command: m.ReceiveCall | m.LogManualCall,
    number: int,
    actor: Actor,
    at: datetime | None = None,
    earlier: Call | None = None,
) -> tuple[Event, ...]:
    """The first facts of a call, at this moment. A call is never refused for what it lacks.

    `earlier`: the call whose token the page has shown. Raises `Refused`: `channel_not_permitted`, `not_permitted`.
    """
    caller, channel = caller_number(command, actor, earlier), trusted_channel(command, actor)
    typed = isinstance(command, m.LogManualCall)
    silent = isinstance(command, m.ReceiveCall) and command.cannot_speak
    behind = isinstance(command, m.ReceiveCall) and actor.kind == "system" and command.after_voice
    rang = m.CallReceived(
        call=command.call,
        number=number,
        channel=channel,
        mode=actor.mode,
        urgency=urgency_of(channel, cannot_speak=silent and not behind),
        phone=caller.phone,
        phone_said=caller.said,
        phone_known_by=caller.known_by,
        earlier=earlier.id if earlier is not None else None,
        caller_name=command.caller_name,
        language=command.language,
        cannot_speak=silent,
        line=command.line,
        user_agent=command.user_agent if isinstance(command, m.ReceiveCall) else None,
        imei=command.imei if isinstance(command, m.ReceiveCall) and actor.kind == "system" else None,
        addresses=command.addresses if isinstance(command, m.ReceiveCall) and actor.kind == "system" else (),
        meant_for=command.meant_for
        if isinstance(command, m.ReceiveCall) and actor.kind == "system"
        else None,
    )
    if typed:
        return (rang, _answer_event(command.call, actor))
    assert isinstance(command, m.ReceiveCall)
    facts: tuple[Event, ...] = (rang,)
    if text_machine.is_page_voice_call(command, actor):
        facts += (m.TextOpened(call=command.call),)
    if command.position is not None and not is_null_island(command.position.point):
        facts += (
            m.PositionReported(call=command.call, position=stamp_received(command.position, actor, at)),
        )
    if command.words:
        facts += (m.CallerTextSent(call=command.call, words=command.words),)
    if command.refused is not None:
        return (*facts, m.CallRejected(call=command.call, refusal=check_rejection(command.refused, actor)))
    return (*facts, m.CallQueued(call=command.call))


def _answer_event(call: CallId, actor: Actor) -> m.CallAnswered:
    if actor.desk is None:
        raise Refused("no_desk")
    return m.CallAnswered(call=call, desk=actor.desk, operator=PersonId(actor.id), operator_name=actor.name)


def decide(call: Call, command: m.CallCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What this command makes happen to a call that already rang. `at` stamps
    positions, and ends what has its time: a link, uploads after the call, the caller's right to their own recording."""
    match command:
        case m.ReceiveCall() | m.LogManualCall():
            raise Refused("call_already_rang", call=str(call.id))
        case m.OfferCall() | m.ExpireOffer() | m.LoseDeskLine():
            return _decide_queue(call, command)
        case m.AnswerCall() | m.Hold() | m.Resume():
            return _decide_line(call, command, actor)
        case m.HangUp() | m.EndByCaller() | m.SetDisposition():
            return _decide_end(call, command, actor)
        case m.RejectCall():
            return reject_call(call, command)
        case (
            m.SendCallerText()
            | m.SendDeskText()
            | m.AttachFile()
            | m.AddCallNote()
            | m.IdentifyCaller()
            | m.GiveLink()
        ):
            return _decide_words(call, command, actor, at)
        case m.ReportPosition() | m.ReportLocationMessage() | m.ReportLocationFailure() | m.RequestLocation() | m.EndLocationRequest():  # fmt: skip
            return position_machine.decide(call, command, actor, at)
        case (
            m.ReadVin()
            | m.RequestMsd()
            | m.ReportMsdNotSent()
            | m.ReportAdditionalData()
            | m.ReadSubscriber()
        ):
            return _decide_data(call, command, actor, at)
        case m.KeepRecording() | m.HearRecording():
            return _decide_recording(call, command, actor, at)
        case m.ReportAudio() | m.ReportSilence() | m.PressKey():
            return audio_machine.decide(call, command)
        case (
            m.KeepCallerDraft()
            | m.KeepDeskDraft()
            | m.ChooseLanguage()
            | m.OpenText()
            | d.ReportTextDelivery()
            | g.ReportShown()
            | g.ProposeAnswer()
            | g.ReportCallerMark()
            | g.ChooseEasyReading()
            | g.SetEasyReading()
        ):
            return text_machine.decide(call, command)
        case m.JoinCase() | m.LeaveCase():
            return case_link_machine.decide(call, command)
        case (
            m.LogCallBackAttempt()
            | m.RingBack()
            | m.ReportCallerReached()
            | m.ReportCallerUnreached()
            | m.EscalateCallBack()
            | m.JoinRetry()
            | m.RuleCallBack()
        ):
            return call_back_machine.decide(call, command, actor)
        case m.MonitorCall() | m.StopMonitoring() | m.ReportMonitorGone():
            return monitoring_machine.decide(call, command, actor)
        case _:
            return party_machine.decide(call, command, actor)


def _decide_data(
    call: Call, command: m.EcallCommand | m.AdditionalDataCommand, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    if isinstance(command, m.ReportAdditionalData | m.ReadSubscriber):
        return additional_data_machine.decide(call, command)
    return ecall_machine.decide(call, command, actor, at)


def _decide_queue(call: Call, command: m.OfferCall | m.ExpireOffer | m.LoseDeskLine) -> tuple[Event, ...]:
    match command:
        case m.OfferCall(desk=desk):
            check_transition(call, S.OFFERED)
            return (m.CallOffered(call=call.id, desk=desk),)
        case m.ExpireOffer(desk=desk):
            # The desk answered, or the call was offered elsewhere, while the timer was on its way.
            if call.state != S.OFFERED or call.offered_to != desk:
                return ()
            return (m.CallQueued(call=call.id, again=True),)
        case m.LoseDeskLine(desk=desk):
            # Hung up, or taken by another desk, while we were waiting for the first to come back.
            if call.desk != desk:
                return ()
            if call.state == S.RINGING_BACK:
                return (m.CallBackAttempted(call=call.id, reached=False),)
            if call.state not in CONNECTED_STATES:
                return ()
            other = party_machine.first_joined_party(call)
            if call.state == S.ANSWERED and other is not None:
                # The caller speaks with another party as well, and stays connected with them.
                return (party_machine.transfer_to(call, other, desk_lost=desk),)
            urgency = min(call.urgency, URGENCY_DESK_LOST)
            return (m.CallQueued(call=call.id, again=True, urgency=urgency, desk_lost=desk),)
        case _ as never:
            assert_never(never)


def _decide_line(call: Call, command: m.AnswerCall | m.Hold | m.Resume, actor: Actor) -> tuple[Event, ...]:
    match command:
        case m.AnswerCall():
            if call.state in CONNECTED_STATES:
                if call.operator == actor.id:
                    return ()
                raise Refused("call_already_answered", by=call.operator_name, desk=call.desk)
            check_transition(call, S.ANSWERED)
            return (_answer_event(command.call, actor),)
        case m.Hold():
            if call.state == S.HELD:
                return ()
            require_own_call(call, actor)
            check_transition(call, S.HELD)
            if call.parties:  # who was asked in goes on speaking with the desk: only the caller waits
                whom = ", ".join(each.name for each in call.parties)[:200]
                return (m.CallConsulting(call=call.id, whom=whom),) if call.state == S.ANSWERED else ()
            return (m.CallHeld(call=call.id),)
        case m.Resume():
            if call.state == S.ANSWERED:
                return ()
            require_own_call(call, actor)
            if call.state not in CONNECTED_STATES:
                raise Refused("no_such_transition", now=call.state, wanted=S.ANSWERED)
            return (m.CallResumed(call=call.id),)
        case _ as never:
            assert_never(never)


def _decide_end(
    call: Call, command: m.HangUp | m.EndByCaller | m.SetDisposition, actor: Actor
) -> tuple[Event, ...]:
    match command:
        case m.HangUp():
            if call.state in FINISHED_STATES:
                return ()
            require_may_end(call, actor)
            if call.state == S.RINGING_BACK:
                return (m.CallBackAttempted(call=call.id, reached=False),)
            check_transition(call, S.ENDED)
            return (m.CallEnded(call=call.id, reason=EndReason.DESK),)
        case m.EndByCaller(lost=lost):
            reason = EndReason.LOST if lost else EndReason.CALLER
            if call.state in FINISHED_STATES or call.state == S.RINGING_BACK:
                return ()
            if call.state in WAITING_STATES:
                return (m.CallAbandoned(call=call.id, reason=reason, call_back=call_back_policy(call)),)
            return (m.CallEnded(call=call.id, reason=reason),)
        case m.SetDisposition(disposition=disposition):
            if call.state in WAITING_STATES:
                raise Refused("call_not_answered")
            if disposition == CallDisposition.CASE and call.case is None:
                raise Refused("call_has_no_case")
            if call.disposition == disposition:
                return ()
            return (m.DispositionSet(call=call.id, disposition=disposition),)
        case _ as never:
            assert_never(never)


def _decide_words(
    call: Call,
    command: m.SendCallerText | m.SendDeskText | m.AttachFile | m.AddCallNote | m.IdentifyCaller | m.GiveLink,
    actor: Actor,
    at: datetime,
) -> tuple[Event, ...]:
    # Late words are taken in every state, and so are fixes: what a caller sends is never thrown away.
    match command:
        case m.SendCallerText(words=words):
            if actor.kind == "citizen":  # what comes by telephone is taken as it is
                must_say_something(words)
            return (m.CallerTextSent(call=call.id, words=words),)
        case m.SendDeskText(words=words):
            text_machine.check_desk_line(call, words)
            return (m.DeskTextSent(call=call.id, words=words),)
        case m.AttachFile(attachment=attachment):
            if attachment in call.attachments:
                return ()
            if actor.kind == "citizen":  # what an exchange keeps is bounded there (`INFO_BODIES_MAX`)
                check_attachment_allowed(call, at, attachment.size or 0)
            return (m.AttachmentArrived(call=call.id, attachment=attachment),)
        case m.GiveLink():
            call_back_machine.require_may_message(call)
            return (m.LinkGiven(call=call.id, until=after_s(at, LINK_LIFE_S)),)
        case m.AddCallNote(words=words):
            must_say_something(words)
            return (m.CallNoted(call=call.id, words=words),)
        case m.IdentifyCaller():
            number = entered_number(call, command.phone)
            return (
                m.CallerIdentified(
                    call=call.id,
                    caller_name=command.caller_name,
                    phone=number.phone,
                    phone_said=number.said,
                    phone_known_by=number.known_by,
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
            require_hearing(call, command, actor, at)
            return (m.RecordingHeard(call=call.id, digest=digest, reason=reason),)
        case _ as never:
            assert_never(never)


def _create_call(event: m.CallReceived, at: datetime) -> Call:
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
        phone_known_by=event.phone_known_by,
        earlier=event.earlier,
        caller_name=event.caller_name,
        language=event.language,
        cannot_speak=event.cannot_speak,
        line=event.line,
        user_agent=event.user_agent,
        imei=event.imei,
        addresses=event.addresses,
        meant_for=event.meant_for,
    )


def evolve(call: Call | None, event: m.CallEvent, at: datetime) -> Call:
    """The call after this fact."""
    return audio_machine.drop_stale_faults(_evolve(call, event, at))


def _evolve(call: Call | None, event: m.CallEvent, at: datetime) -> Call:
    if isinstance(event, m.CallReceived):
        return _create_call(event, at)
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
        case m.CallAbandoned():
            return call_back_machine.abandon(call, event, at)
        case (
            m.CallBackStarted()
            | m.CallerAnswered()
            | m.CallBackAttempted()
            | m.CallBackEscalated()
            | m.RetryJoined()
            | m.CallBackRuled()
        ):
            return call_back_machine.evolve(call, event, at)
        case m.CallConsulting() | m.PartyRang() | m.PartyJoined() | m.PartyLeft() | m.CallTransferred():
            return party_machine.evolve(call, event, at)
        case m.MonitoringStarted() | m.MonitoringEnded():
            return monitoring_machine.evolve(call, event)
        case m.AudioDied() | m.AudioCameBack() | m.CallerFellSilent() | m.CallerSpokeAgain() | m.KeyPressed():
            return audio_machine.evolve(call, event, at)
        case m.CallRejected(refusal=refusal):
            return refused(call, refusal, at)
        case _:
            return _evolve_words(call, event, at)


def _evolve_words(call: Call, event: m.CallEvent, at: datetime) -> Call:
    change = msgspec.structs.replace
    match event:
        case m.CallerTextSent(words=words):
            line = CallerLine(n=call.said_count + 1, at=at, words=words)
            kept = keep_line(call.said, line)
            return change(call, lines=call.lines + 1, last_line_at=at, said=kept, said_count=line.n)
        case m.DeskTextSent():
            return change(call, lines=call.lines + 1)
        case m.TextOpened() | g.EasyReadingSet() | d.TextDeliveryReported():
            return text_machine.evolve(call, event)
        case g.QuestionSent() | g.StepSent() | g.SentItemShown() | g.AnswerTapped() | g.QuestionSettled() | g.StepSuperseded() | g.CallerMarked():  # fmt: skip
            return guidance_machine.evolve(call, event, at)
        case m.PositionReported() | m.LocationMessageReceived() | m.LocationNotObtained() | m.LocationRequested() | m.LocationRequestEnded():  # fmt: skip
            return position_machine.evolve(call, event, at)
        case m.AdditionalDataReceived():
            return additional_data_machine.evolve(call, event)
        case m.MsdReceived() | m.MsdRequested() | m.MsdNotSent():
            return ecall_machine.evolve(call, event, at)
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
            if "phone" in said or ("phone_said" in said and call.phone is None):
                said["phone_known_by"] = event.phone_known_by
            overruled = call.call_back_overruled or None not in (event.call_back, call.call_back_proved)
            return change(call, call_back_overruled=overruled, **said)
        case m.CallJoinedCase(case=case):
            return change(call, case=case)
        case m.CallLeftCase(case=left):
            known = known_cases(call, left)
            return change(call, case=None, was_in=known, left=cases_left(call, left, known))
        case m.DispositionSet(disposition=disposition):
            return change(call, disposition=disposition)
        case _:
            return call
