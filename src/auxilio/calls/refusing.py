"""A call that we could not take: what becomes of it, and of the person who made it. Pure."""

from datetime import datetime

import msgspec

from auxilio.calls import messages as m
from auxilio.calls.model import WAITING, Call, CallState, EndReason, Refusal
from auxilio.calls.policy import call_back_rule
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event


def turned_away(refusal: Refusal, actor: Actor) -> Refusal:
    """How a call that was never let in may begin. Raises `Refused("not_permitted")`: only the exchange turns away.

    Somebody takes it: for what nobody takes there is a queue, and then `Refuse`.
    """
    require(actor, Permission.SYSTEM)
    assert refusal.sent_to is not None, "who is turned away is sent somewhere"
    return refusal


def refuse(call: Call, command: m.Refuse) -> tuple[Event, ...]:
    """It waited, and there is no way to speak with it: its person waits to be called back."""
    if call.state not in WAITING:
        return ()  # given up in the same moment
    refusal = Refusal(reason=command.reason, code=command.code)
    return (
        m.CallRefused(call=call.id, refusal=refusal),
        m.CallAbandoned(call=call.id, reason=EndReason.REFUSED, call_back=call_back_rule(call)),
    )


def refused(call: Call, refusal: Refusal, at: datetime) -> Call:
    """The call after the fact: over where somebody takes it, else what follows says."""
    if refusal.sent_to is None:
        return msgspec.structs.replace(call, refusal=refusal)
    return msgspec.structs.replace(
        call,
        refusal=refusal,
        state=CallState.REFUSED,
        ended_at=at,
        end_reason=EndReason.REFUSED,
    )
