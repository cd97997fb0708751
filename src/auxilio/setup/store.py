"""The digest of the link that is valid now; and the newest calls by telephone, as the line needs them."""

from datetime import datetime

from auxilio.platform.database.connection import Pool
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
