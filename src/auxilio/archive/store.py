"""What the archive reads of the log and its proof."""

from collections.abc import Sequence

from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, EventId
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import of_stream, streams_of_case


class ArchiveReads:
    """Reads only; a case's facts are written by whoever they belong to."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def streams(self, case: CaseId) -> list[list[Envelope]]:
        """Every stream that has a fact in the case, whole."""
        return [await of_stream(self._pool, stream) for stream in await streams_of_case(self._pool, case)]

    async def commitments(self, events: Sequence[EventId]) -> dict[EventId, bytes]:
        """Those of them that were redacted in the log itself, with what was kept of their bodies."""
        rows = await self._pool.fetch(
            "select id, commitment from event where id = any($1::uuid[]) and commitment is not null", events
        )
        return {EventId(row["id"]): row["commitment"] for row in rows}

    async def leaves(self, events: Sequence[EventId]) -> dict[EventId, int]:
        """Where each sealed one of them stands in the log's tree."""
        rows = await self._pool.fetch(
            "select event, index from seal_leaf where event = any($1::uuid[])", events
        )
        return {EventId(row["event"]): row["index"] for row in rows}

    async def case_of(self, number: int) -> CaseId | None:
        """The case with this number for people."""
        found = await self._pool.fetchval(
            "select case_id from stream where noun = 'case' and (state->>'number')::int = $1", number
        )
        return None if found is None else CaseId(found)

    async def redacted(self) -> dict[EventId, bytes]:
        """Every fact of the whole log whose body was removed by right, with what was kept of it."""
        rows = await self._pool.fetch("select id, commitment from event where commitment is not null")
        return {EventId(row["id"]): row["commitment"] for row in rows}
