"""Calls and desks in every state, without a database."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.machine import evolve, receive_call
from auxilio.calls.core.model import (
    CONNECTED_STATES,
    AgentDesk,
    AgentState,
    Call,
    CallChannel,
    CallRejection,
    CallRejectionReason,
    CallState,
    EndReason,
)
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.shared_types import CallBackPolicy
from tests.actors import citizen, person

AT = datetime(2026, 11, 24, 3, 12, 45, tzinfo=UTC)
CALL, OTHER = CallId(UUID(int=1)), CallId(UUID(int=2))
CASE = CaseId(UUID(int=3))
DESK = DeskId("desk-01")
LUCIA = person("call_taker", DESK)


def rung(channel: CallChannel = CallChannel.CHAT, **fields: object) -> Call:
    """A call that has just been queued."""
    call: Call | None = None
    for fact in receive_call(m.ReceiveCall(call=CALL, channel=channel, **fields), 1, citizen(CALL)):  # type: ignore[arg-type]  # a test's own fields
        call = evolve(call, fact, AT)  # type: ignore[arg-type]  # ring makes facts of calls only
    assert call is not None
    return call


def a_call(state: CallState, channel: CallChannel = CallChannel.CHAT) -> Call:
    """A call in this state, with what belongs to it."""
    call = rung(channel)
    change = msgspec.structs.replace
    if state in CONNECTED_STATES:
        who = PersonId(LUCIA.id)
        return change(call, state=state, desk=DESK, operator=who, operator_name=LUCIA.name, answered_at=AT)
    match state:
        case CallState.OFFERED:
            return change(call, state=state, offered_to=DESK, offered_at=AT)
        case CallState.ABANDONED | CallState.CALLED_BACK:
            return change(
                call, state=state, ended_at=AT, end_reason=EndReason.CALLER, call_back=CallBackPolicy.RING
            )
        case CallState.REFUSED:
            sent = CallRejection(
                reason=CallRejectionReason.HOLD_MAX, code=302, sent_to="sip:112@neighbour.example"
            )
            return change(call, state=state, ended_at=AT, end_reason=EndReason.REFUSED, refusal=sent)
        case CallState.ENDED:
            return change(call, state=state, ended_at=AT, end_reason=EndReason.DESK, desk=DESK)
        case _:
            return change(call, state=state)


def a_desk(stand: AgentState, id: str = "desk-01", **fields: object) -> AgentDesk:
    """A desk that stands so, with who sits there."""
    call = CALL if stand in {AgentState.OFFERED, AgentState.BUSY} else None
    who = None if stand == AgentState.OFF else PersonId(LUCIA.id)
    desk = AgentDesk(id=DeskId(id), stand=stand, since=AT, person=who, person_name=LUCIA.name, call=call)
    return msgspec.structs.replace(desk, **fields)
