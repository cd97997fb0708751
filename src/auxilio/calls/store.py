"""What is asked of calls that no board holds any more."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from auxilio.calls.core.carrier_tests import TestCall
from auxilio.calls.core.model import Call, CallChannel, CallRejectionReason, NumberSource
from auxilio.calls.core.policy import check_attachment_allowed
from auxilio.calls.core.positions import best_position
from auxilio.calls.sms_answers import ANSWERS
from auxilio.kernel.ids import CallId, CaseId, CommandId, stream_id
from auxilio.kernel.instant import Instant, after_s
from auxilio.kernel.position import Position
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where

SHOWN_MAX = 200
TEXT_CALLS_MAX = 20
"""Calls by text of one number that are looked at; it has one that is not over."""


class RejectedCallRow(msgspec.Struct, frozen=True, kw_only=True):
    """One call that was sent elsewhere."""

    id: CallId
    number: int
    mode: Mode
    rang_at: Instant
    phone: str | None
    position: Position | None
    reason: CallRejectionReason
    code: int
    sent_to: str | None


class RecentRejectedCalls(msgspec.Struct, frozen=True, kw_only=True):
    """How many there were, and the newest of them."""

    count: int
    calls: tuple[RejectedCallRow, ...]


class RejectedCallQuery:
    """Calls that somebody else took: over from their first moment, so that no board carries thousands of them."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def within(self, span_s: float) -> RecentRejectedCalls:
        """Of the last `span_s` seconds, the newest first."""
        rows = await self._pool.fetch(
            "select state::text as state, count(*) over () as count from stream where noun = 'call'"
            " and state->>'state' = 'refused' and changed_at >= $1 order by changed_at desc, id limit $2",
            after_s(self._clock.now(), -span_s),
            SHOWN_MAX,
        )
        calls = tuple(_row(msgspec.json.decode(row["state"], type=Call)) for row in rows)
        return RecentRejectedCalls(count=rows[0]["count"] if rows else 0, calls=calls)


class RecentTestCalls(msgspec.Struct, frozen=True, kw_only=True):
    """How many test calls there were, and the newest of them."""

    count: int
    test_calls: tuple[TestCall, ...]


class TestCallQuery:
    """Test calls that the exchange answered: on no board, for they need no action."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def within(self, span_s: float) -> RecentTestCalls:
        """Of the last `span_s` seconds, the newest first."""
        rows = await self._pool.fetch(
            "select state::text as state, count(*) over () as count from stream where noun = 'test_call'"
            " and changed_at >= $1 order by changed_at desc, id limit $2",
            after_s(self._clock.now(), -span_s),
            SHOWN_MAX,
        )
        test_calls = tuple(msgspec.json.decode(row["state"], type=TestCall) for row in rows)
        return RecentTestCalls(count=rows[0]["count"] if rows else 0, test_calls=test_calls)


def _row(call: Call) -> RejectedCallRow:
    assert call.refusal is not None, "a refused call says why"
    return RejectedCallRow(
        id=call.id,
        number=call.number,
        mode=call.mode,
        rang_at=call.rang_at,
        phone=call.phone or call.phone_said,
        position=best_position(call.positions),
        reason=call.refusal.reason,
        code=call.refusal.code,
        sent_to=call.refusal.sent_to,
    )


class UploadCheck:
    """What is asked before a caller's file is read."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def check_allowed(self, call: CallId) -> None:
        """Whether this call may have one more. Raises `Refused`: `unknown_call`, `too_many_attachments`, `call_over`."""
        state = await self._pool.fetchval(
            "select state::text from stream where id = $1", stream_id("call", call)
        )
        if state is None:
            raise Refused("unknown_call", id=str(call))
        check_attachment_allowed(msgspec.json.decode(state, type=Call), self._clock.now())


async def cases_of_phones(pool: Pool, cases: Sequence[CaseId], phones: Sequence[Phone]) -> list[CaseId]:
    """Of these cases those in which one of these numbers has called, by the network's word, also where that call is over."""
    rows = await pool.fetch(
        "select distinct case_id from stream where noun = 'call' and case_id = any($1::uuid[])"
        " and state->>'phone' = any($2::text[]) and state->>'phone_known_by' = 'network_asserted'",
        cases,
        phones,
    )
    return [CaseId(row["case_id"]) for row in rows]


class TextingNumbers:
    """The calls by text of a number, for one text of it at a time, also where several processes take them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._here = asyncio.Semaphore(2)
        """A text holds one connection while its command takes another: more at once could hold them all."""

    @asynccontextmanager
    async def one_at_a_time(self, phone: Phone) -> AsyncIterator[None]:
        """Until it ends, no other text of this number is taken."""
        async with self._here, self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "select pg_advisory_xact_lock(hashtextextended('text.' || $1, 0))", phone
            )
            yield

    async def was_taken(self, *commands: CommandId) -> bool:
        """Whether one of these commands has been a fact, however long ago and whatever became of its call."""
        return bool(
            await self._pool.fetchval(
                "select exists(select from event where cause = any($1))", list(commands)
            )
        )

    async def live_calls(self, aggregate: Aggregate[Call], phone: Phone, mode: Mode) -> list[Call]:
        """Those on boards, by the network's word."""
        return await live_where(
            self._pool,
            aggregate,
            TEXT_CALLS_MAX,
            phone=phone,
            phone_known_by=NumberSource.NETWORK_ASSERTED.value,
            channel=CallChannel.SMS.value,
            mode=mode.value,
        )


async def call_of_answer(pool: Pool, command: CommandId) -> CallId | None:
    """The call in which this command said something to the caller in writing. Raises what the database raises."""
    found = await pool.fetchval(
        "select call_id from event where cause = $1 and call_id is not null and kind = any($2) limit 1",
        command,
        [answer.kind() for answer in ANSWERS],
    )
    return CallId(found) if found is not None else None
