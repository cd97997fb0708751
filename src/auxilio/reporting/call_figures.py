"""The figures of calls over time, read from the states and the log in few bounded queries and kept for moments."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.dispatch.aggregates import TASK
from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import StreamId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Pool
from auxilio.reporting.call_load import (
    CallLoad,
    SlotCount,
    YesterdayFigures,
    figures_at,
    load_of,
    spans,
    yesterday_of,
)
from auxilio.reporting.store import CallFigureStore

FRESH_S = 15.0
"""How long an answer is given again (ours): walls and desks ask each half minute, and the queue itself comes by the board."""
HISTORY_S = 300.0
"""How long the usual and yesterday are given again (ours): neither moves within five minutes to be seen."""
OPEN_MAX = 500
"""Calls or cases of yesterday that are read again (ours); with more there is no figure of yesterday rather than a slow one."""
WAITED = timedelta(hours=6)
"""Who rang before is not waiting any more."""
STAYED_OPEN = timedelta(days=7)
"""Cases that were opened before are not looked for among those of yesterday."""


class _Kept(msgspec.Struct):
    """Answers of one mode, and until when each is given."""

    lock: asyncio.Lock
    load: CallLoad | None = None
    before: tuple[Mapping[int, SlotCount], ...] = ()
    before_of: datetime | None = None
    """The first quarter that `before` belongs to."""
    yesterday: YesterdayFigures | None = None
    yesterday_until: datetime | None = None


class CallFigures:
    """Of every mode; of one at a time for each mode, so that twenty walls ask the database once."""

    def __init__(self, pool: Pool, clock: Clock, zone: str) -> None:
        self._pool, self._clock, self._zone = pool, clock, ZoneInfo(zone)
        self._store = CallFigureStore(pool)
        self._kept: dict[Mode, _Kept] = {}

    async def of(self, actor: Actor) -> CallLoad:
        """Of the mode of whoever asks: who watches the room, or answers its calls. Raises `Refused("not_permitted")`."""
        if not holds(actor, Permission.CALL_ANSWER):
            require(actor, Permission.ROOM_WATCH)
        kept = self._kept.setdefault(actor.mode, _Kept(asyncio.Lock()))
        async with kept.lock:
            now = self._clock.now()
            if kept.load is None or not 0 <= seconds_between(kept.load.at, now) < FRESH_S:
                kept.load = await self._read(actor.mode, now, kept)
            return kept.load

    async def _read(self, mode: Mode, now: datetime, kept: _Kept) -> CallLoad:
        today, *weeks = spans(now, self._zone)
        earliest = await self._store.earliest(mode)
        if kept.before_of != today[0]:
            known = [week for week in weeks if earliest is not None and earliest <= week[0]]
            kept.before, kept.before_of = tuple(await self._counts(mode, known, now)), today[0]
        if kept.yesterday_until is None or now >= kept.yesterday_until:
            kept.yesterday = await self._yesterday(mode, yesterday_of(now, self._zone), earliest)
            kept.yesterday_until = now + timedelta(seconds=HISTORY_S)
        (counted,) = await self._counts(mode, [today], now)
        return load_of(now, today[0], counted, kept.before, kept.yesterday)

    async def _counts(
        self, mode: Mode, wanted: Sequence[tuple[datetime, datetime]], now: datetime
    ) -> list[Mapping[int, SlotCount]]:
        """The quarters of each span. A wait that goes on is as long as it is by now."""
        found: list[dict[int, SlotCount]] = [{} for _ in wanted]
        if not wanted:
            return []
        rows = await self._store.quarters(mode, wanted, now)
        for row in rows:
            wait_s = None if row["wait_s"] is None else float(row["wait_s"])
            found[row["span"] - 1][row["slot"]] = SlotCount(row["calls"], wait_s)
        return list(found)

    async def _yesterday(
        self, mode: Mode, at: datetime, earliest: datetime | None
    ) -> YesterdayFigures | None:
        """Who was not answered by then and which cases were open, each folded from what the log had by then."""
        if earliest is None or earliest > at:
            return None
        calls = await self._store.unanswered_calls(mode, at - WAITED, at, OPEN_MAX + 1)
        cases = await self._store.open_cases(mode, at - STAYED_OPEN, at, OPEN_MAX + 1)
        if len(calls) > OPEN_MAX or len(cases) > OPEN_MAX:
            return None
        of_calls = await log.of_streams_until(self._pool, calls, at)
        own = await self._store.streams_of_cases(cases, (CASE.name, TASK.name))
        of_cases = await log.of_streams_until(self._pool, own, at)
        return figures_at(at, _folded(CALL, of_calls), _folded(CASE, of_cases), _folded(TASK, of_cases))


def _folded(aggregate: Aggregate[Any], facts: Iterable[Envelope]) -> list[Any]:
    """Each aggregate of a kind as these facts leave it. What was redacted cannot be told, and is left out."""
    states: dict[StreamId, Any] = {}
    redacted: set[StreamId] = set()
    for fact in facts:
        if not fact.stream.startswith(f"{aggregate.name}:"):
            continue
        if not fact.body:
            redacted.add(fact.stream)
        if fact.stream not in redacted:
            states[fact.stream] = aggregate.apply(states.get(fact.stream), fact)
    return [state for stream, state in states.items() if stream not in redacted]
