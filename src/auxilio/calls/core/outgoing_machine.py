"""The life of a call that a desk makes for a case: dialling, answered, over. Pure."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import PartyEndReason
from auxilio.calls.core.outgoing_model import OutgoingCaseCall, OutgoingState
from auxilio.calls.core.recording_access import require_hearing
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Phone
from auxilio.kernel.written_words import must_say_something

S = OutgoingState


def dial(command: m.DialForCase, number: Phone, actor: Actor) -> tuple[Event, ...]:
    """The first fact. `number`: as E.164, and none that is barred. Raises `Refused`: `no_desk`, `words_missing`."""
    if actor.desk is None:
        raise Refused("no_desk")
    must_say_something(command.whom)
    return (
        m.OutgoingCallDialled(
            call=command.call,
            case=command.case,
            mode=actor.mode,
            whom=command.whom,
            number=number,
            desk=actor.desk,
            operator=PersonId(actor.id),
            operator_name=actor.name,
        ),
    )


def hear(
    call: OutgoingCaseCall, command: m.HearOutgoingRecording, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """That somebody listens. Raises `Refused`: what `require_hearing` refuses."""
    require_hearing(call, command, actor, at)
    return (
        m.OutgoingRecordingHeard(call=call.id, whom=call.whom, digest=command.digest, reason=command.reason),
    )


def decide(call: OutgoingCaseCall, command: Command) -> tuple[Event, ...]:
    """What its desk asks for, or its legs did. What is told of its sound besides is no fact of it."""
    match command:
        case m.KeepRecording(recording=recording):
            if recording in call.recordings:
                return ()
            return (m.OutgoingRecordingKept(call=call.id, whom=call.whom, recording=recording),)
        case m.ReportCallerReached():
            return (m.OutgoingCallAnswered(call=call.id, whom=call.whom),) if call.state is S.DIALLING else ()
        case m.ReportCallerUnreached(reason=reason):
            return _end(call, reason or PartyEndReason.UNREACHABLE) if call.state is S.DIALLING else ()
        case m.EndByCaller(lost=lost):
            # A leg that ends while it still rings is that of an answer which is not told yet.
            return _end(call, PartyEndReason.LOST if lost else PartyEndReason.LEFT)
        case m.LoseDeskLine(desk=desk):
            return _end(call, PartyEndReason.LOST) if desk == call.desk else ()
        case m.HangUpOutgoing():
            return _end(call, PartyEndReason.DROPPED)
        case _:
            return ()


def _end(call: OutgoingCaseCall, reason: PartyEndReason) -> tuple[Event, ...]:
    if call.state is S.OVER:
        return ()
    return (m.OutgoingCallEnded(call=call.id, whom=call.whom, reason=reason),)


def evolve(call: OutgoingCaseCall | None, event: m.OutgoingEvent, at: datetime) -> OutgoingCaseCall:
    """The call after this fact."""
    change = msgspec.structs.replace
    if isinstance(event, m.OutgoingCallDialled):
        return OutgoingCaseCall(
            id=event.call,
            case=event.case,
            mode=event.mode,
            state=S.DIALLING,
            whom=event.whom,
            number=event.number,
            desk=event.desk,
            operator=event.operator,
            operator_name=event.operator_name,
            dialled_at=at,
        )
    assert call is not None, "it begins by dialling"
    match event:
        case m.OutgoingCallAnswered():
            return change(call, state=S.ANSWERED, answered_at=at)
        case m.OutgoingCallEnded(reason=reason):
            return change(call, state=S.OVER, ended_at=at, reason=reason)
        case m.OutgoingRecordingKept(recording=recording):
            return change(call, recordings=(*call.recordings, recording))
        case m.OutgoingRecordingHeard():
            return call
        case _ as never:
            assert_never(never)
