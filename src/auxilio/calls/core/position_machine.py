"""What arrives about where a caller's device is. Pure, like `machine`."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.messages import ecall as e
from auxilio.calls.core.model import (
    FINISHED_STATES,
    WAITING_STATES,
    Call,
    CallChannel,
    CallDisposition,
    EndReason,
    LocationRequest,
)
from auxilio.calls.core.policy import asserted_phone
from auxilio.calls.core.positions import same_fix, stamp_received
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.position import Position, PositionSource, is_null_island
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import CallBackPolicy

POSITIONS_KEPT = 50
"""In the state that travels to screens; the log keeps every one."""
MESSAGES_KNOWN = 50
"""Messages of one call whose repetition is recognised by their bytes."""
MESSAGES_MAX = 500
"""Of one call: a telephone that sends one every half minute does not reach it in four hours (ours). Later ones are dropped."""
_UNDOUBTED = frozenset({"test_call", "padding"})
"""Flags of a message whose bit of a test is believed: one that is damaged in any way, or may be of another call, ends none."""
FAILURES_KEPT = 8
"""Failed questions to location servers that are recorded of one call (ours): twice the references of one INVITE."""


def decide(call: Call, command: m.PositionCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """As every word of a caller, taken in every state; a request is not.

    Raises `Refused`: `not_a_point` for a page's 0° 0°, `call_over`, `location_number_not_asserted`.
    """
    match command:
        case m.ReportPosition(position=position):
            if is_null_island(position.point):
                raise Refused("not_a_point", text="0,0")
            return _new_fix(call, stamp_received(position, actor, at))
        case m.ReportLocationMessage(message=message, position=position):
            known = message.id in call.location_messages
            if known or call.location_message_count >= MESSAGES_MAX:
                return ()
            arrived = m.LocationMessageReceived(call=call.id, message=message)
            found = [*command.earlier, *((position,) if position is not None else ()), *command.further]
            fixes = dict.fromkeys(
                fact
                for fix in found
                if not is_null_island(fix.point)
                for fact in _new_fix(call, stamp_received(fix, actor, at))
            )
            return (arrived, *_vehicle_facts(call, command), *fixes, *_end_test(call, command))
        case m.ReportLocationFailure(failure=failure):
            if failure in call.location_failures or len(call.location_failures) >= FAILURES_KEPT:
                return ()
            return (m.LocationNotObtained(call=call.id, failure=failure),)
        case m.RequestLocation():
            return _request(call)
        case m.EndLocationRequest(failure=failure):
            if not has_open_request(call):
                return ()
            return (m.LocationRequestEnded(call=call.id, failure=failure),)
        case _ as never:
            assert_never(never)


def has_open_request(call: Call) -> bool:
    """Whether a desk waits for the position that it asked for."""
    return call.location_request is not None and call.location_request.ended_at is None


def _request(call: Call) -> tuple[Event, ...]:
    """By a number that is only said nobody is asked for: whoever states a stranger's would see where they are (0391)."""
    if call.state in FINISHED_STATES:
        raise Refused("call_over")
    if asserted_phone(call) is None:
        raise Refused("location_number_not_asserted")
    return () if has_open_request(call) else (m.LocationRequested(call=call.id),)


def _new_fix(call: Call, position: Position) -> tuple[Event, ...]:
    if any(same_fix(position, known) for known in call.positions):
        return ()
    return (m.PositionReported(call=call.id, position=position),)


def _vehicle_facts(call: Call, command: m.ReportLocationMessage) -> tuple[Event, ...]:
    message = command.message
    if message.source is not PositionSource.ECALL:
        return ()
    return (
        e.MsdReceived(
            call=call.id,
            message=message.id,
            received_at=message.received_at,
            flags=message.flags,
            msd=command.msd,
            by_sip=command.by_sip,
        ),
    )


def _end_test(call: Call, command: m.ReportLocationMessage) -> tuple[Event, ...]:
    """A test of a vehicle rings at no desk (decision 0400). One that a person has answered already goes on.

    Only of a call that the network itself says is an eCall, and whose vehicle has not said before that it is none: a message
    alone, which comes by a key, ends no call that a desk could still answer. Nor does one from before it rang, or one that says as
    well that the vehicle called by itself. By SIP the exchange has decided before it rang (decision 0408).
    """
    msd = command.msd
    said_real = call.ecall is not None and call.ecall.said_real
    if msd is None or not msd.test or msd.automatic or command.by_sip or call.state not in WAITING_STATES:
        return ()
    of_this_call = command.message.received_at >= call.rang_at and _UNDOUBTED.issuperset(
        command.message.flags
    )
    if call.channel is not CallChannel.ECALL or said_real or not of_this_call:
        return ()
    return (
        m.CallAbandoned(call=call.id, reason=EndReason.REFUSED, call_back=CallBackPolicy.NEVER),
        m.DispositionSet(call=call.id, disposition=CallDisposition.TEST),
    )


def evolve(call: Call, event: m.PositionEvent, at: datetime) -> Call:
    """The call after a fact about its device's place. `at`: of the fact."""
    change = msgspec.structs.replace
    match event:
        case m.PositionReported(position=position):
            return change(call, positions=(*call.positions, position)[-POSITIONS_KEPT:])
        case m.LocationMessageReceived(message=message):
            return change(
                call,
                location_messages=(*call.location_messages, message.id)[-MESSAGES_KNOWN:],
                location_message_count=call.location_message_count + 1,
            )
        case m.LocationNotObtained(failure=failure):
            return change(call, location_failures=(*call.location_failures, failure))
        case m.LocationRequested():
            return change(call, location_request=LocationRequest(asked_at=at))
        case m.LocationRequestEnded(failure=failure):
            asked = call.location_request or LocationRequest(asked_at=at)
            return change(call, location_request=change(asked, ended_at=at, failure=failure))
        case _ as never:
            assert_never(never)
