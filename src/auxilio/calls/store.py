"""What is asked of calls that no board holds any more."""

from collections.abc import Sequence

import msgspec

from auxilio.calls.model import Call, CallRefusalReason, best_position
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.instant import Instant, after_s
from auxilio.kernel.position import Position
from auxilio.kernel.words import Mode, Phone
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool

SHOWN_MAX = 200


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One call that was sent elsewhere."""

    id: CallId
    number: int
    mode: Mode
    rang_at: Instant
    phone: str | None
    position: Position | None
    reason: CallRefusalReason
    code: int
    sent_to: str | None


class RefusedSince(msgspec.Struct, frozen=True, kw_only=True):
    """How many there were, and the newest of them."""

    count: int
    calls: tuple[RefusedRow, ...]


class RefusedCalls:
    """Calls that somebody else took: over from their first moment, so that no board carries thousands of them."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def within(self, span_s: float) -> RefusedSince:
        """Of the last `span_s` seconds, the newest first."""
        rows = await self._pool.fetch(
            "select state::text as state, count(*) over () as count from stream where noun = 'call'"
            " and state->>'state' = 'refused' and changed_at >= $1 order by changed_at desc, id limit $2",
            after_s(self._clock.now(), -span_s),
            SHOWN_MAX,
        )
        calls = tuple(_row(msgspec.json.decode(row["state"], type=Call)) for row in rows)
        return RefusedSince(count=rows[0]["count"] if rows else 0, calls=calls)


def _row(call: Call) -> RefusedRow:
    assert call.refusal is not None, "a refused call says why"
    return RefusedRow(
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


async def cases_of_phones(pool: Pool, cases: Sequence[CaseId], phones: Sequence[Phone]) -> list[CaseId]:
    """Of these cases those in which one of these numbers has called, also where that call is over."""
    rows = await pool.fetch(
        "select distinct case_id from stream where noun = 'call' and case_id = any($1::uuid[])"
        " and state->>'phone' = any($2::text[])",
        cases,
        phones,
    )
    return [CaseId(row["case_id"]) for row in rows]
