"""A call that a desk makes for a case (docs/nouns/outgoing-call.md, decision 0413). It is no `Call`: nobody rang."""

from enum import StrEnum

import msgspec

from auxilio.calls.core.model import CallRecording, PartyEndReason
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, Phone, ShortText


class OutgoingState(StrEnum):
    """How far it is."""

    DIALLING = "dialling"
    ANSWERED = "answered"
    OVER = "over"


class OutgoingCaseCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call from a desk to a number outside, about one case."""

    id: CallId
    """Of its sound too: legs and recordings are those of a call of this id."""
    case: CaseId
    mode: Mode
    state: OutgoingState
    whom: ShortText
    """Who is called, in words."""
    number: Phone
    desk: DeskId
    operator: PersonId
    operator_name: ShortText
    dialled_at: Instant
    answered_at: Instant | None = None
    ended_at: Instant | None = None
    reason: PartyEndReason | None = None
    """Why it is over: what the network said, or who hung up."""
    recordings: tuple[CallRecording, ...] = ()


class OutgoingCallRow(msgspec.Struct, frozen=True, kw_only=True):
    """One call for a case as desks, centres and the room show it."""

    id: CallId
    case: CaseId
    mode: Mode
    state: OutgoingState
    whom: str
    number: str
    desk: DeskId
    operator_name: str
    dialled_at: Instant
    answered_at: Instant | None
    ended_at: Instant | None
    reason: PartyEndReason | None


def outgoing_row(call: OutgoingCaseCall) -> OutgoingCallRow:
    """The row of a call for a case."""
    return OutgoingCallRow(
        id=call.id,
        case=call.case,
        mode=call.mode,
        state=call.state,
        whom=call.whom,
        number=call.number,
        desk=call.desk,
        operator_name=call.operator_name,
        dialled_at=call.dialled_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        reason=call.reason,
    )
