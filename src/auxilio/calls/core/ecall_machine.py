"""What is asked of the vehicle of an eCall, and what is known of it. Pure, like `machine`."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.call_authority import require_own_call
from auxilio.calls.core.ecall_model import EcallData, add_msd, vin_of
from auxilio.calls.core.messages import ecall as e
from auxilio.calls.core.model import CONNECTED_STATES, Call, CallState
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode

MSD_WAIT_S = 10.0
"""So long a vehicle has for a message that it was asked for (ours); RFC 8147 gives no time."""
ASK_AGAIN_S = 20.0
"""After so long it may be asked again in any case: the exchange that waited may have died."""


def decide(call: Call, command: m.EcallCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """Raises `Refused`: `no_vin`, `not_your_call`, `no_such_transition`, `msd_not_by_sip`, `msd_asked_already`, `msd_of_practice`."""
    match command:
        case m.ReadVin():
            vin_of(call.ecall)
            return (e.VinRead(call=call.id),)
        case m.RequestMsd():
            require_own_call(call, actor)
            if call.state not in CONNECTED_STATES:
                raise Refused("no_such_transition", now=call.state, wanted=CallState.ANSWERED)
            if call.ecall is None or not call.ecall.by_sip:
                raise Refused("msd_not_by_sip")
            if call.mode is Mode.TRAINING:
                raise Refused("msd_of_practice")
            if _is_awaited(call.ecall, at):
                raise Refused("msd_asked_already")
            return (e.MsdRequested(call=call.id),)
        case m.ReportMsdNotSent(failure=failure):
            # A message, or a later question, came first.
            if call.ecall is None or call.ecall.asked_at is None:
                return ()
            return (e.MsdNotSent(call=call.id, failure=failure),)
        case _ as never:
            assert_never(never)


def _is_awaited(data: EcallData, at: datetime) -> bool:
    return data.asked_at is not None and seconds_between(data.asked_at, at) < ASK_AGAIN_S


def evolve(call: Call, event: e.MsdReceived | e.MsdRequested | e.MsdNotSent, at: datetime) -> Call:
    """The call after a fact about its vehicle."""
    change = msgspec.structs.replace
    match event:
        case e.MsdReceived(msd=msd, received_at=received_at, flags=flags, by_sip=by_sip):
            return change(call, ecall=add_msd(call.ecall, msd, received_at, flags, by_sip=by_sip))
        case e.MsdRequested():
            assert call.ecall is not None, "only a vehicle that has sent is asked"
            return change(call, ecall=change(call.ecall, asked_at=at, failure=None))
        case e.MsdNotSent(failure=failure):
            assert call.ecall is not None, "only a vehicle that has sent is asked"
            return change(call, ecall=change(call.ecall, asked_at=None, failure=failure))
        case _ as never:
            assert_never(never)
