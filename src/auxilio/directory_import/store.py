"""What is asked of the database about imports, and whether the work of the centre names a place; and the lock of an import."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import msgspec

from auxilio.identity.core.imports import DirectoryImport
from auxilio.identity.import_log import IMPORT
from auxilio.kernel.ids import stream_id
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Conflict
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.leases import Lease
from auxilio.platform.ids import new_id

LISTED_MAX = 100
LEASE = "directory_import"
LEASE_S = 120.0
"""Longer than the largest file takes (ours): 900 units are applied within a minute. So long an import is refused after one whose
process was killed."""


class ImportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An import in a list, without its entries."""

    id: UUID
    kind: str
    file: str
    digest: str
    """SHA-256 of the file, in hexadecimal: whether a file that somebody has is the one that was imported."""
    mode: Mode
    """Of the session that imported it; shown where it is not real."""
    at: Instant
    by_name: str
    new: int
    changed: int
    taken_back_at: Instant | None = None
    taken_back_by: str | None = None


def summary_of(one: DirectoryImport) -> ImportSummary:
    """The import as it is listed."""
    return ImportSummary(
        id=one.id,
        kind=one.record.kind,
        file=one.record.file,
        digest=one.record.digest,
        mode=one.record.mode,
        at=one.at,
        by_name=one.record.by_name,
        new=one.new,
        changed=one.changed,
        taken_back_at=one.taken_back_at,
        taken_back_by=one.taken_back_by,
    )


class ImportStore:
    """Changes nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self._one = pool, asyncio.Lock()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """One import at a time, so that what a file is compared with stays until it is applied. In this process the next one waits.
        Raises `Refused("import_running")` while another process imports."""
        lease = Lease(self._pool, LEASE, new_id(), span_s=LEASE_S)
        async with self._one:
            if not await lease.take():
                raise Conflict("import_running")
            try:
                yield
            finally:
                with suppress(*TRANSIENT_ERRORS):  # it ends by itself
                    await lease.give_back()

    async def latest(self) -> list[ImportSummary]:
        """The newest imports first, without their entries."""
        rows = await self._pool.fetch(
            "select jsonb_set(state, '{record,changes}', '[]')::text as state from stream"
            " where noun = $1 order by state->>'at' desc limit $2",
            IMPORT.name,
            LISTED_MAX,
        )
        return [summary_of(IMPORT.read_state(row["state"])) for row in rows]

    async def find(self, id: UUID) -> DirectoryImport | None:
        """One import with its entries."""
        row = await self._pool.fetchrow(
            "select state::text as state from stream where id = $1", stream_id(IMPORT.name, id)
        )
        return IMPORT.read_state(row["state"]) if row else None

    async def find_reference(self, places: Collection[str]) -> tuple[str, str] | None:
        """One of these agencies or centres that a unit which is not retired, or a task, names, and which: `san`,
        `unit A-12`; None when there is none."""
        row = await self._pool.fetchrow(
            "select case when state->>'agency' = any($1::text[]) then state->>'agency' else state->>'centre' end as place,"
            " noun || ' ' || coalesce(state->>'callsign', state->>'id', '') as name from stream"
            " where (noun = 'task' or noun = 'unit' and not coalesce((state->>'retired')::boolean, false))"
            " and (state->>'agency' = any($1::text[]) or state->>'centre' = any($1::text[])) limit 1",
            list(places),
        )
        return (row["place"], row["name"]) if row else None
