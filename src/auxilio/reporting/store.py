"""The database's part of the figures of calls: few bounded queries over the states of calls and cases."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from auxilio.calls.core.model import CallChannel, CallState
from auxilio.kernel.ids import StreamId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool
from auxilio.reporting.call_load import SLOT_S

CALLS_MAX = 30_000
"""Calls of one span that are counted (ours): six hours of a hundred a minute are more than any centre of Europe has."""

_COUNTS = """
select w.n as span, floor(extract(epoch from c.rang - w.since) / $5)::int as slot, count(*) as calls,
  avg(greatest(0, extract(epoch from coalesce(c.answered, c.ended, $6) - c.rang)))
    filter (where not c.elsewhere and not (c.rung_back and c.answered is not null)) as wait_s
from unnest($2::timestamptz[], $3::text[], $4::text[]) with ordinality as w(since, begins, ends, n)
cross join lateral (
  select (state->>'rang_at')::timestamptz as rang, (state->>'answered_at')::timestamptz as answered,
    (state->>'ended_at')::timestamptz as ended, coalesce((state->>'call_back_tries')::int, 0) > 0 as rung_back,
    state->>'channel' = $7 or state->>'state' = $8 as elsewhere
  from stream where noun = 'call' and mode = $1
    and (state->>'rang_at') collate "C" >= w.begins and (state->>'rang_at') collate "C" < w.ends
  limit $9
) c
group by 1, 2
"""
_EARLIEST = """
select (state->>'rang_at')::timestamptz from stream where noun = 'call' and mode = $1
order by (state->>'rang_at') collate "C" limit 1
"""
_UNANSWERED_CALLS = """
select id from stream where noun = 'call' and mode = $1
  and (state->>'rang_at') collate "C" >= $2 and (state->>'rang_at') collate "C" < $3
  and coalesce((state->>'answered_at')::timestamptz > $4, true) limit $5
"""
_OPEN_CASES = """
select case_id from stream where noun = 'case' and mode = $1
  and (state->>'opened_at') collate "C" >= $2 and (state->>'opened_at') collate "C" < $3
  and coalesce((state->>'closed_at')::timestamptz > $4, true) limit $5
"""
_STREAMS_OF_CASES = "select id from stream where case_id = any($1::uuid[]) and noun = any($2::text[])"


class CallFigureStore:
    """States of one installation, by the moments in them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def earliest(self, mode: Mode) -> datetime | None:
        """When the first call rang."""
        found: datetime | None = await self._pool.fetchval(_EARLIEST, mode)
        return found

    async def quarters(
        self, mode: Mode, wanted: Sequence[tuple[datetime, datetime]], now: datetime
    ) -> Sequence[Any]:
        """`span` (from 1), `slot`, `calls` and `wait_s` of each quarter of each span in which somebody rang."""
        rows: Sequence[Any] = await self._pool.fetch(
            _COUNTS,
            mode,
            [since for since, _ in wanted],
            [_text(since) for since, _ in wanted],
            [_text(until) for _, until in wanted],
            SLOT_S,
            now,
            CallChannel.LINE,
            CallState.REFUSED,
            CALLS_MAX,
        )
        return rows

    async def unanswered_calls(self, mode: Mode, since: datetime, at: datetime, most: int) -> list[StreamId]:
        """Calls that rang since then and were not answered at that moment."""
        until = _text(at + timedelta(seconds=1))
        rows = await self._pool.fetch(_UNANSWERED_CALLS, mode, _text(since), until, at, most)
        return [row["id"] for row in rows]

    async def open_cases(self, mode: Mode, since: datetime, at: datetime, most: int) -> list[UUID]:
        """Cases that were opened since then and were open at that moment."""
        until = _text(at + timedelta(seconds=1))
        rows = await self._pool.fetch(_OPEN_CASES, mode, _text(since), until, at, most)
        return [row["case_id"] for row in rows]

    async def streams_of_cases(self, cases: Sequence[UUID], nouns: Sequence[str]) -> list[StreamId]:
        """The streams of these kinds that belong to the cases."""
        return [row["id"] for row in await self._pool.fetch(_STREAMS_OF_CASES, cases, nouns)]


def _text(at: datetime) -> str:
    """As states keep a moment, without its zone: less than every text of that second."""
    return at.strftime("%Y-%m-%dT%H:%M:%S")
