"""The digest of the link that is valid now; the newest calls by telephone, as the line needs them; notes of saved settings."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.platform.database.connection import Connection, Pool
from auxilio.setup.core.telephone import CallThatCame

CALLS_SHOWN = 5


class SetupLinkStore:
    """One row, or none."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def replace(self, digest: bytes, expires_at: datetime) -> bool:
        """Keep a new link in place of the one before; False, and nothing is kept, where anybody is registered."""
        kept = await self._pool.fetchval(
            """
            insert into setup_link (digest, expires_at) select $1, $2 where not exists (select from person)
            on conflict (sole) do update set digest = excluded.digest, expires_at = excluded.expires_at
            returning true
            """,
            digest,
            expires_at,
        )
        return bool(kept)

    async def opens(self, digest: bytes, at: datetime) -> bool:
        """Whether this is the link, its time is not over, and nobody is registered."""
        found: bool = await self._pool.fetchval(
            "select exists (select from setup_link where digest = $1 and expires_at > $2)"
            " and not exists (select from person)",
            digest,
            at,
        )
        return found

    async def forget(self) -> None:
        """There is no link any more."""
        await self._pool.execute("delete from setup_link")


class TelephoneStore:
    """Reads alone: when calls came, and no more of them than the line needs."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def newest_calls(self) -> tuple[CallThatCame, ...]:
        """Those of the network: calls by telephone, and the carriers' test calls."""
        rows = await self._pool.fetch(
            "select changed_at, noun = 'test_call' as is_test, state->>'answered_at' is not null as answered,"
            " coalesce(state->>'phone_known_by' = 'network_asserted', false) as asserted from stream"
            " where noun = 'test_call' or (noun = 'call' and state->>'channel' = 'voice')"
            " order by changed_at desc limit $1",
            CALLS_SHOWN,
        )
        return tuple(
            CallThatCame(
                at=row["changed_at"],
                is_test=row["is_test"],
                answered=row["answered"] or row["is_test"],
                number_asserted=row["asserted"],
            )
            for row in rows
        )


class SettingsNoteStore:
    """Notes of what pages saved, beside those of people and places."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def noting(self) -> AsyncIterator["SettingsNotes"]:
        """A transaction: what is noted in it is kept when the block ends well."""
        async with self._pool.acquire() as connection, connection.transaction():
            yield SettingsNotes(connection)


class SettingsNotes:
    """What can be done inside `SettingsNoteStore.noting`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self,
        relation: str,
        key: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        actor: UUID,
        at: datetime,
    ) -> None:
        """Note a change with its before and after."""
        await self._connection.execute(
            "insert into reference_change (relation, key, before, after, actor, at)"
            " values ($1, $2, $3::jsonb, $4::jsonb, $5, $6)",
            relation,
            key,
            msgspec.json.encode(before).decode(),
            msgspec.json.encode(after).decode(),
            actor,
            at,
        )
