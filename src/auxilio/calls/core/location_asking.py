"""Which calls a location server is asked about next: at ring, when their desk asks, and until they end (decision 0401). Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import msgspec

from auxilio.calls.core.model import LocationRequest
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.shared_types import Mode, Phone

ASK_EVERY_S = 30.0
"""Seconds from an answer to the next question about the same call (ours): a walker is then 45 m away."""


class LocatableCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call in progress whose number a network asserts."""

    id: CallId
    phone: Phone
    mode: Mode
    location_request: LocationRequest | None = None


def is_awaited(call: LocatableCall) -> bool:
    """Whether a desk waits for its position."""
    return call.location_request is not None and call.location_request.ended_at is None


def next_questions(
    calls: Iterable[LocatableCall],
    answered_at: Mapping[CallId, datetime],
    in_progress: Collection[CallId],
    now: datetime,
    free: int,
) -> tuple[LocatableCall, ...]:
    """At most `free` calls to ask about now, in this order: those whose desk waits, those that were never asked about,
    those whose answer is the oldest. A server that is slow so delays the repetitions, and not the first question of a call.
    """

    def urgency(call: LocatableCall) -> tuple[int, float]:
        last = answered_at.get(call.id)
        if is_awaited(call):
            return (0, 0.0)
        return (1, 0.0) if last is None else (2, last.timestamp())

    due = [
        call
        for call in calls
        if call.id not in in_progress and (is_awaited(call) or _is_due(answered_at.get(call.id), now))
    ]
    return tuple(sorted(due, key=urgency)[: max(0, free)])


def _is_due(answered_at: datetime | None, now: datetime) -> bool:
    return answered_at is None or seconds_between(answered_at, now) >= ASK_EVERY_S
