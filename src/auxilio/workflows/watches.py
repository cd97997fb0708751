"""How reactions begin, keep and cancel watches. The clock of each promise is data (followup.core.policy)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from auxilio.followup.core.messages import CancelWatch, KeepWatch, SetWatch
from auxilio.followup.core.model import OVER, FollowupParty, Watch, WatchKind
from auxilio.followup.core.policy import Moments, moments
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import CallId, CaseId, StreamId, WatchId, aggregate_name
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Priority
from auxilio.workflows.runner import NamedCommand, RecordedEvent, StateReader


def set_watch(
    fact: RecordedEvent[Any],
    kind: WatchKind,
    *,
    subject: StreamId | None = None,
    about: str | None = None,
    priority: Priority | None = None,
    clock: Moments | None = None,
    to: Sequence[FollowupParty] = (),
    case: CaseId | None = None,
    call: CallId | None = None,
) -> NamedCommand:
    """Watch that something follows this fact, about the fact's own aggregate unless another is named.

    The watch's id is derived from fact and kind, so that a replay sets it once.
    """
    envelope = fact.envelope
    clock = clock or moments(kind, priority, fact.at)
    name = f"{kind}.{about}" if about else str(kind)
    command = SetWatch(
        watch=WatchId(fact.derived(f"watch.{name}")),
        kind_of=kind,
        subject=subject or envelope.stream,
        made=envelope.position,
        about=about,
        amber_at=clock.amber_at,
        red_at=clock.red_at,
        case=case or envelope.case,
        call=call or envelope.call,
        priority=priority,
        to=tuple(to),
        first=clock.first,
        top=clock.top,
        climb_s=clock.climb_s,
    )
    return NamedCommand(f"set.{name}", command)


def watch_moments(kind: WatchKind, since: datetime, soon_s: float, due_s: float) -> Moments:
    """The clock of a promise whose fact says how long it may take."""
    usual = moments(kind, None, since)
    return Moments(
        amber_at=after_s(since, soon_s),
        red_at=after_s(since, due_s),
        first=usual.first,
        top=usual.top,
        climb_s=usual.climb_s,
    )


async def open_watches(states: StateReader, subject: StreamId, *kinds: WatchKind) -> list[Watch]:
    """The watches of one aggregate that are not over; of these kinds, or of all."""
    found = await states.live(WATCH, subject=subject)
    return [watch for watch in found if not kinds or watch.kind in kinds]


async def pending_watches(
    fact: RecordedEvent[Any],
    states: StateReader,
    *kinds: WatchKind,
    subject: StreamId | None = None,
    about: str | None = None,
) -> list[Watch]:
    """What this fact can keep or cancel: promises about its aggregate, or another, that were made before it.

    In a replay after a crash the states already include what came later: a fact never ends what it made
    itself, nor what a later one made.
    """
    found = await open_watches(states, subject or fact.envelope.stream, *kinds)
    return [
        watch
        for watch in found
        if watch.made < fact.envelope.position and (about is None or watch.about == about)
    ]


async def pending_case_watches(
    fact: RecordedEvent[Any], states: StateReader, case: CaseId, *kinds: WatchKind
) -> list[Watch]:
    """The same over all aggregates of a case."""
    return [
        watch
        for watch in await states.in_case(WATCH, case)
        if watch.state not in OVER
        and watch.made < fact.envelope.position
        and (not kinds or watch.kind in kinds)
    ]


PEOPLE_AT_WORK = frozenset({"call", "task", "assignment", "unit", "patient"})
"""Whom a promise is about who goes on when a desk puts its case away: a caller, a centre, a crew, a patient."""


async def pending_own_case_watches(
    fact: RecordedEvent[Any], states: StateReader, case: CaseId
) -> list[Watch]:
    """What ends with the case: its place, its help, its interviews; not a notice, because the railway hears of no closing, nor a
    medicine that is asked for, which ends when its request is withdrawn (`step_authorisations`).

    Closing and merging are a desk's doing, and no crew hears of them: an alert that nobody acknowledged, a cancellation
    that nobody read, a crew in danger and a caller who waits are waited for as before (docs/nouns/watch.md).
    """
    found = await pending_case_watches(fact, states, case)
    return [
        watch
        for watch in found
        if aggregate_name(watch.subject) not in PEOPLE_AT_WORK
        and watch.kind not in {WatchKind.NOTICE, WatchKind.STEP_AUTHORISE}
    ]


def keep_watches(fact: RecordedEvent[Any], watches: Sequence[Watch]) -> list[NamedCommand]:
    """What was promised has come, in time or late."""
    by = fact.envelope.kind
    return [NamedCommand(f"keep.{watch.id}", KeepWatch(watch=watch.id, by=by)) for watch in watches]


def cancel_watches(fact: RecordedEvent[Any], watches: Sequence[Watch]) -> list[NamedCommand]:
    """Nothing is left to promise."""
    by = fact.envelope.kind
    return [NamedCommand(f"cancel.{watch.id}", CancelWatch(watch=watch.id, by=by)) for watch in watches]
