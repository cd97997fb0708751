"""Reviews as they stand, cards for ever, and the calls that sampling looks through."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CallId, CaseId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import state_of
from auxilio.quality_review.core.model import Review, ReviewState, ScoreCard
from auxilio.quality_review.core.sampling_draw import Draw

SHOWN_MAX = 500
NUMBER_MAX = (1 << 63) - 1
"""The largest number of a call that the database can hold."""
PAIRS_MAX = 5_000
"""Some years of double reviews of a large centre."""


class ReviewStore:
    """Reads reviews; adds cards, and never changes or removes one."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(self, card: ScoreCard) -> None:
        """Remember a version before a fact names it."""
        await self._pool.execute(
            "insert into scorecard (digest, body) values ($1, $2) on conflict do nothing",
            card.digest,
            msgspec.json.encode(card).decode(),
        )

    async def card(self, digest: str) -> ScoreCard:
        """The version that a review was begun with. Raises `Refused("unknown_scorecard")`."""
        found = await self._pool.fetchval("select body from scorecard where digest = $1", digest)
        if found is None:
            raise Refused("unknown_scorecard", digest=digest[:12])
        return msgspec.json.decode(found, type=ScoreCard)

    async def review(self, id: UUID) -> Review:
        """One of them. Raises `Refused("unknown_review")`."""
        found = await state_of(self._pool, stream_id("review", id))
        if found is None:
            raise Refused("unknown_review", id=str(id))
        return msgspec.json.decode(found[1], type=Review)

    async def open(self) -> list[Review]:
        """What waits for a reviewer or is being written, the longest waiting first."""
        return await self._reviews(
            "state->>'state' <> $1 order by (state->>'chosen_at') collate \"C\" limit $2",
            ReviewState.SUBMITTED,
            SHOWN_MAX,
        )

    async def submitted(self) -> list[Review]:
        """What is written, the newest first."""
        return await self._reviews(
            "state->>'state' = $1 order by (state->>'submitted_at') collate \"C\" desc limit $2",
            ReviewState.SUBMITTED,
            SHOWN_MAX,
        )

    async def of_operator(self, operator: UUID) -> list[Review]:
        """What was written about one operator's calls, the newest first."""
        return await self._reviews(
            "state->'subject'->>'operator' = $1 and state->>'state' = $2"
            " order by (state->>'submitted_at') collate \"C\" desc limit $3",
            str(operator),
            ReviewState.SUBMITTED,
            SHOWN_MAX,
        )

    async def pairs(self, mode: Mode) -> list[tuple[Review, Review]]:
        """Both reviews of calls of a mode that two have reviewed, the newest first."""
        rows = await self._pool.fetch(
            "select f.state::text as first, s.state::text as second from stream s"
            " join stream f on f.id = 'review:' || (s.state->>'second_of')"
            " where s.noun = 'review' and s.state->>'second_of' is not null"
            " and s.state->>'state' = $1 and f.state->>'state' = $1 and s.mode = $3"
            " order by s.changed_at desc limit $2",
            ReviewState.SUBMITTED,
            PAIRS_MAX,
            mode,
        )
        return [(_review(row["first"]), _review(row["second"])) for row in rows]

    async def _reviews(self, where: str, *given: Any) -> list[Review]:
        rows = await self._pool.fetch(
            f"select state::text as state from stream where noun = 'review' and {where}",  # noqa: S608  constant text
            *given,
        )
        return [_review(row["state"]) for row in rows]

    async def call_numbered(self, number: int) -> CallId:
        """The call with this number for people. Raises `Refused("unknown_call")`."""
        if not 0 < number <= NUMBER_MAX:
            raise Refused("unknown_call", id=str(number))
        found = await self._pool.fetchval(
            "select state->>'id' from stream where noun = 'call' and (state->>'number')::bigint = $1", number
        )
        if found is None:
            raise Refused("unknown_call", id=str(number))
        return CallId(UUID(found))

    async def month(self, month: str) -> Draw | None:
        """The draws of a month."""
        found = await state_of(self._pool, stream_id("draw", month))
        return msgspec.json.decode(found[1], type=Draw) if found else None

    async def head_after(self, moment: datetime) -> tuple[int, str] | None:
        """Size and root of the first signed head of the log from this moment on; None while there is none."""
        row = await self._pool.fetchrow(
            "select size, root from seal_head where at >= $1 order by id limit 1", moment
        )
        return (row["size"], row["root"].hex()) if row else None

    async def calls_between(self, begin: datetime, end: datetime, mode: Mode) -> list[CallId]:
        """Calls that a person answered in this span, that are over and tell of a case, the oldest first."""
        rows = await self._pool.fetch(
            "select state->>'id' as id from stream where noun = 'call' and case_id is not null"
            " and (state->>'answered_at') collate \"C\" >= $1 and (state->>'answered_at') collate \"C\" < $2"
            " and state->>'mode' = $3 and state->>'operator' is not null and state->>'ended_at' is not null"
            " order by (state->>'answered_at') collate \"C\"",
            *map(_text, (begin, end)),
            mode,
        )
        return [CallId(UUID(row["id"])) for row in rows]

    async def cases_with_interviews(self, since: datetime, mode: Mode) -> list[CaseId]:
        """Cases of a mode with an interview that something happened in from this moment on. Reads them all: asked a few times a
        month."""
        rows = await self._pool.fetch(
            "select distinct case_id from stream where noun = 'run' and changed_at >= $1 and mode = $2"
            " order by case_id",
            since,
            mode,
        )
        return [CaseId(row["case_id"]) for row in rows]

    async def answered_before(
        self, operators: Sequence[UUID], begin: datetime, mode: Mode
    ) -> dict[UUID, int]:
        """How many calls of a mode each of them had answered before that moment."""
        rows = await self._pool.fetch(
            "select state->>'operator' as operator, count(*) as calls from stream where noun = 'call'"
            " and state->>'operator' = any($1::text[]) and (state->>'answered_at') collate \"C\" < $2"
            " and state->>'mode' = $3 group by 1",
            [str(one) for one in operators],
            _text(begin),
            mode,
        )
        return {UUID(row["operator"]): row["calls"] for row in rows}


def _review(state: str) -> Review:
    return msgspec.json.decode(state, type=Review)


def _text(at: datetime) -> str:
    """As far as a second: every moment of it, however its fraction is written, comes after this in the order of text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
