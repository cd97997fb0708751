"""A call that we could not take: what becomes of it, and of the person who made it. Pure."""

from datetime import datetime

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import WAITING_STATES, Call, CallRejection, CallState, EndReason
from auxilio.calls.core.policy import call_back_policy
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event


def check_rejection(refusal: CallRejection, actor: Actor) -> CallRejection:
    """How a call that was never let in may begin. Raises `Refused("not_permitted")`: only the exchange turns away.

    Another centre takes it: for other calls there is a queue, and then `RejectCall`.
    """
    require(actor, Permission.SYSTEM)
    assert refusal.sent_to is not None, "who is turned away is sent somewhere"
    return refusal


def reject_call(call: Call, command: m.RejectCall) -> tuple[Event, ...]:
    """It waited, and there is no way to speak with it: its person waits to be called back."""
    if call.state not in WAITING_STATES:
        return ()  # given up in the same moment
    refusal = CallRejection(reason=command.reason, code=command.code)
    return (
        m.CallRejected(call=call.id, refusal=refusal),
        m.CallAbandoned(call=call.id, reason=EndReason.REFUSED, call_back=call_back_policy(call)),
    )


def refused(call: Call, refusal: CallRejection, at: datetime) -> Call:
    """The call after the fact: over where another centre takes it, else as the following facts say."""
    if refusal.sent_to is None:
        return msgspec.structs.replace(call, refusal=refusal)
    return msgspec.structs.replace(
        call,
        refusal=refusal,
        state=CallState.REFUSED,
        ended_at=at,
        end_reason=EndReason.REFUSED,
    )
