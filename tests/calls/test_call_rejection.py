"""A call that we could not take is a call: with number, time and place, and with who takes it, or a call-back."""

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.machine import decide, evolve, receive_call
from auxilio.calls.core.model import (
    WAITING_STATES,
    Call,
    CallChannel,
    CallRejection,
    CallRejectionReason,
    CallState,
    EndReason,
)
from auxilio.calls.core.positions import stamp_received
from auxilio.calls.service import CALL as AGGREGATE
from auxilio.calls.service import CallService
from auxilio.calls.store import RejectedCallQuery
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import CallBackPolicy
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from tests.actors import citizen, system
from tests.calls.factories import AT, CALL, a_call
from tests.database import Database

NEIGHBOUR = CallRejection(reason=CallRejectionReason.HOLD_MAX, code=302, sent_to="sip:112@neighbour.example")
FIX = Position(point=Point(41.6, 0.6), source=PositionSource.CELL, uncertainty_m=400, at=AT)
TURNED_AWAY = m.ReceiveCall(
    call=CALL, channel=CallChannel.VOICE, phone="+34600111222", position=FIX, refused=NEIGHBOUR
)


def folded(command: m.ReceiveCall) -> Call:
    call: Call | None = None
    for fact in receive_call(command, 7, system()):
        call = evolve(call, fact, AT)  # type: ignore[arg-type]  # ring makes facts of calls only
    assert call is not None
    return call


def test_who_is_sent_to_a_neighbour_never_waits_here_and_number_place_and_neighbour_are_kept() -> None:
    call = folded(TURNED_AWAY)
    assert (call.state, call.end_reason, call.refusal) == (
        CallState.REFUSED,
        EndReason.REFUSED,
        NEIGHBOUR,
    )
    assert (call.phone, call.positions, call.queued_at, call.ended_at) == ("+34600111222", (FIX,), None, AT)
    assert not AGGREGATE.live(call), "it waits on no board, and nobody is hurried to call back"


def test_nobody_but_the_exchange_turns_anybody_away() -> None:
    with pytest.raises(Refused, match="not_permitted"):
        receive_call(TURNED_AWAY, 7, citizen(CALL))


@pytest.mark.parametrize("state", sorted(WAITING_STATES))
def test_who_rang_and_could_not_be_spoken_with_waits_to_be_called_back(state: CallState) -> None:
    call = a_call(state)
    for fact in decide(
        call, m.RejectCall(call=CALL, reason=CallRejectionReason.NO_MEDIA, code=503), system(), AT
    ):
        call = evolve(call, fact, AT)
    assert (call.state, call.end_reason, call.call_back) == (
        CallState.ABANDONED,
        EndReason.REFUSED,
        CallBackPolicy.RING,
    )
    assert call.refusal == CallRejection(reason=CallRejectionReason.NO_MEDIA, code=503)
    assert AGGREGATE.live(call)


@pytest.mark.parametrize("state", sorted(set(CallState) - WAITING_STATES))
def test_what_is_answered_or_over_is_refused_no_more(state: CallState) -> None:
    refuse = m.RejectCall(call=CALL, reason=CallRejectionReason.NO_MEDIA, code=503)
    assert decide(a_call(state), refuse, system(), AT) == ()


async def test_the_room_is_told_of_who_was_sent_elsewhere_and_not_for_ever(database: Database) -> None:
    clock = SimulatedClock()
    calls, reads = (
        CallService(CommandExecutor(database.pool, clock, database.wakeups)),
        RejectedCallQuery(database.pool, clock),
    )
    handled = await calls.handle(CommandId(new_id()), TURNED_AWAY, system())
    waits = m.ReceiveCall(call=CallId(new_id()), channel=CallChannel.VOICE)
    await calls.handle(CommandId(new_id()), waits, system())
    told = await reads.within(3600)
    assert [(one.number, one.phone, one.sent_to, one.position) for one in told.calls] == [
        (
            int(handled.facts["number"]),
            "+34600111222",
            "sip:112@neighbour.example",
            stamp_received(FIX, system(), clock.now()),
        )
    ]
    assert told.count == 1
    await clock.advance(3601, settle=0)
    assert (await reads.within(3600)).count == 0
