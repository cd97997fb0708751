"""An unanswered caller who is rung back, or who called again. Pure, like `machine`."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.call_authority import require_own_call
from auxilio.calls.core.model import CONNECTED_STATES, VOICE_CHANNELS, Call, CallState, EndReason
from auxilio.calls.core.policy import call_back_policy, call_back_protocol
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import CallBackPolicy

S = CallState


def decide(call: Call, command: m.CallBackCommand, actor: Actor) -> tuple[Event, ...]:
    """An unanswered caller is rung, reached or not, written to, or has called again by themselves."""
    match command:
        case m.LogCallBackAttempt(reached=reached):
            _require_may_ring(call)
            return (m.CallBackAttempted(call=call.id, reached=reached),)
        case m.RingBack():
            if call.state == S.RINGING_BACK and call.desk == actor.desk:
                return ()
            _require_may_ring(call)
            if call.phone is None:
                raise Refused("no_number")
            if actor.desk is None:
                raise Refused("no_desk")
            rings = m.CallBackStarted(
                call=call.id, desk=actor.desk, operator=PersonId(actor.id), operator_name=actor.name
            )
            return (rings,)
        case m.ReportCallerReached():
            return (m.CallerAnswered(call=call.id),) if call.state == S.RINGING_BACK else ()
        case m.ReportCallerUnreached():
            return (m.CallBackAttempted(call=call.id, reached=False),) if call.state == S.RINGING_BACK else ()
        case m.EscalateCallBack():
            # Called back meanwhile, never to be disturbed, left to the room already, or without a number.
            waits = call.state == S.ABANDONED and call.messaged_at is None and call.phone is not None
            silent = call_back_policy(call) == CallBackPolicy.NEVER
            return (m.CallBackEscalated(call=call.id),) if waits and not silent else ()
        case m.JoinRetry(by=by):
            waits = call.state in {S.ABANDONED, S.RINGING_BACK}
            return (m.RetryJoined(call=call.id, by=by),) if waits else ()
        case m.RuleCallBack(rule=rule, protocol=protocol):
            if (rule, protocol) == (call.call_back_proved, call.call_back_protocol):
                return ()
            held = call_back_policy(call)
            return (m.CallBackRuled(call=call.id, rule=rule, protocol=protocol, before=held),)
        case _ as never:
            assert_never(never)


def confirm_retry(call: Call, by: Call, actor: Actor) -> tuple[Event, ...]:
    """A person at the desk that has the call `by` says that the unanswered `call` was of the same caller.

    Raises `Refused`: `not_your_call`, `call_mode_differs`, `no_such_transition`.
    """
    require_own_call(by, actor)
    if by.mode != call.mode:
        raise Refused("call_mode_differs", call=call.mode, asked=by.mode)
    if call.state == S.CALLED_BACK:
        return ()
    if by.state not in CONNECTED_STATES or call.state != S.ABANDONED or by.id == call.id:
        raise Refused("no_such_transition", now=call.state, wanted=S.CALLED_BACK)
    return (m.RetryJoined(call=call.id, by=by.id),)


def _require_may_ring(call: Call) -> None:
    if call.state != S.ABANDONED:
        raise Refused("no_such_transition", now=call.state, wanted=S.CALLED_BACK)
    if call_back_policy(call) == CallBackPolicy.NEVER:
        raise _forbidden(call)


def _forbidden(call: Call) -> Refused:
    protocol = call_back_protocol(call)
    if protocol is not None:
        return Refused("interview_forbids_ringing", protocol=protocol)
    return Refused("never_ring_back")


def require_may_message(call: Call) -> None:
    """A message to a telephone sounds there as a ring does; in a conversation that is read the page is silent.

    Raises `Refused`: `interview_forbids_ringing`, `never_ring_back`.
    """
    if call_back_policy(call) == CallBackPolicy.NEVER and call.channel in VOICE_CHANNELS and not call.text:
        raise _forbidden(call)


def abandon(call: Call, event: m.CallAbandoned, at: datetime) -> Call:
    """The call that nobody answered. What interviews prove is kept apart from what was said: it may be taken back."""
    said = event.call_back if call.call_back_proved is None else call.call_back
    return msgspec.structs.replace(
        call, state=S.ABANDONED, ended_at=at, end_reason=event.reason, call_back=said, offered_to=None
    )


def evolve(call: Call, event: m.CallBackEvent, at: datetime) -> Call:
    """The call after a fact about ringing back."""
    change = msgspec.structs.replace
    match event:
        case m.CallBackStarted(desk=desk, operator=operator, operator_name=name):
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
        case m.CallBackAttempted(reached=reached):
            state = S.CALLED_BACK if reached else S.ABANDONED
            return change(call, state=state, desk=None, call_back_tries=call.call_back_tries + 1)
        case m.CallBackEscalated():
            return change(call, messaged_at=at)
        case m.RetryJoined():
            return change(call, state=S.CALLED_BACK, desk=None, end_reason=EndReason.JOINED)
        case m.CallBackRuled(rule=rule, protocol=protocol):
            return change(call, call_back_proved=rule, call_back_protocol=protocol, call_back_overruled=False)
        case _ as never:
            assert_never(never)
