"""How many call and how long they wait, by the quarter of an hour, against the usual; and what the room showed yesterday. Pure.

The usual is the median of the same weekday and hour of the weeks before, as far back as calls are known: one night of a
storm moves a mean for two months, and a median not at all. What is told of yesterday is the state of each call, case and
task as the log had recorded it by then, read by the same questions that the room asks of its board.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import msgspec

from auxilio.calls.core.model import WAITING_STATES, Call, CallState
from auxilio.cases.core.model import Case, CaseState
from auxilio.dispatch.tasks.core.model import Task, TaskState
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.shared_types import Priority, effective_priority

SLOT_S = 900
SLOTS = 24
"""Six hours of whole quarters; the one that runs is told beside them."""
WEEKS = 8
"""How far back the usual looks (ours): two months hold a season, and not the one before."""
UNANSWERED_S = 3600
"""The room counts who was lost within the hour (`console/src/features/room/figures.ts`)."""


class LoadSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A quarter of an hour."""

    since: Instant
    calls: int
    """That began to ring in it, whether they were answered, gave up or were sent elsewhere."""
    wait_s: float | None
    """Mean from ringing to a voice, or to giving up, or until now; None where nobody waited for this room."""


class UsualSlot(msgspec.Struct, frozen=True, kw_only=True):
    """The same quarter in the weeks before."""

    calls: float
    wait_s: float | None


class YesterdayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the figures of the room were at this hour of the day before."""

    at: Instant
    queued: int
    longest_s: float | None
    unanswered: int
    p0: int
    without_unit: int


class CallLoad(msgspec.Struct, frozen=True, kw_only=True):
    """The last six hours, and what is usual in them. No person, number, place or case is in it."""

    at: Instant
    slot_s: int
    slots: tuple[LoadSlot, ...]
    """Whole quarters, oldest first, and last the one that runs."""
    weeks: int
    """Of how many weeks before calls are known; 0: there is no usual yet."""
    usual: tuple[UsualSlot, ...]
    """One for each of `slots`; empty where no week is known."""
    yesterday: YesterdayFigures | None
    """None where nothing is known of then, or more than is read."""


class SlotCount(msgspec.Struct, frozen=True):
    """What the database counted in one quarter."""

    calls: int
    wait_s: float | None


NOBODY = SlotCount(0, None)


def spans(now: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """From the first quarter to the end of the one that runs: today, then each week before, by the clock on the wall."""
    local = now.astimezone(zone)
    quarter = local.replace(minute=local.minute - local.minute % (SLOT_S // 60), second=0, microsecond=0)
    since = quarter.astimezone(now.tzinfo) - timedelta(seconds=SLOT_S * SLOTS)
    wall = since.astimezone(zone)
    starts = [since]
    starts += [(wall - timedelta(weeks=week)).astimezone(now.tzinfo) for week in range(1, WEEKS + 1)]
    return [(start, start + timedelta(seconds=SLOT_S * (SLOTS + 1))) for start in starts]


def yesterday_of(now: datetime, zone: ZoneInfo) -> datetime:
    """The same time on the wall clock the day before."""
    return (now.astimezone(zone) - timedelta(days=1)).astimezone(now.tzinfo)


def load_of(
    now: datetime,
    since: datetime,
    today: Mapping[int, SlotCount],
    before: Sequence[Mapping[int, SlotCount]],
    yesterday: YesterdayFigures | None,
) -> CallLoad:
    """`today` and each week of `before`, by the number of the quarter; a quarter without a call is missing."""
    slots = range(SLOTS + 1)
    return CallLoad(
        at=now,
        slot_s=SLOT_S,
        slots=tuple(_slot(since, n, today.get(n, NOBODY)) for n in slots),
        weeks=len(before),
        usual=tuple(_usual([week.get(n, NOBODY) for week in before]) for n in slots) if before else (),
        yesterday=yesterday,
    )


def _slot(since: datetime, n: int, one: SlotCount) -> LoadSlot:
    at = since + timedelta(seconds=SLOT_S * n)
    return LoadSlot(since=at, calls=one.calls, wait_s=_tenths(one.wait_s))


def _usual(weeks: Sequence[SlotCount]) -> UsualSlot:
    waits = [one.wait_s for one in weeks if one.wait_s is not None]
    return UsualSlot(
        calls=float(median(one.calls for one in weeks)), wait_s=_tenths(median(waits)) if waits else None
    )


def _tenths(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


def is_waiting(call: Call) -> bool:
    """As `isWaiting` of the room."""
    return call.state in WAITING_STATES


def is_unanswered(call: Call) -> bool:
    """As `isUnanswered` of the room: over before a human answered, and nobody has said what it was."""
    return call.state is CallState.ABANDONED and call.disposition is None


def is_without_unit(task: Task) -> bool:
    """As `isWithoutUnit` of the room."""
    return task.state in {TaskState.ACCEPTED, TaskState.TOLD} and not task.assignments


def is_open_p0(case: Case) -> bool:
    """As the room counts: P0 by type alone too."""
    return case.state is CaseState.OPEN and effective_priority(case.priority).level == Priority.P0


def figures_at(
    at: datetime, calls: Iterable[Call], cases: Iterable[Case], tasks: Iterable[Task]
) -> YesterdayFigures:
    """What the room showed at `at`, of everything as it stood then."""
    known = list(calls)
    waits = [seconds_between(call.rang_at, at) for call in known if is_waiting(call)]
    lost = [
        call
        for call in known
        if is_unanswered(call) and seconds_between(call.ended_at or call.rang_at, at) < UNANSWERED_S
    ]
    return YesterdayFigures(
        at=at,
        queued=len(waits),
        longest_s=_tenths(max(waits)) if waits else None,
        unanswered=len(lost),
        p0=sum(1 for case in cases if is_open_p0(case)),
        without_unit=sum(1 for task in tasks if is_without_unit(task)),
    )
