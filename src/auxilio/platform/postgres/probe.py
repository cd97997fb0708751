"""Whether a server answers, and its version. Used by `doctor` and before an external server is used."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from auxilio.kernel.refusal import Refused

PROBE_TIMEOUT_S = 5.0


async def server_major(dsn: str) -> int:
    """The major version of the server that answers.

    Raises `Refused("postgres_unreachable")` with the kind of error and never its text, which may quote the DSN.
    """
    async with _probe_connection(dsn) as connection:
        return connection.get_server_version().major


async def can_rewrite(dsn: str) -> bool:
    """Whether this role may change facts: as a superuser, as the owner of the tables or by a right. Raises as above."""
    async with _probe_connection(dsn) as connection:
        can: bool = await connection.fetchval(
            "select coalesce(has_table_privilege(to_regclass('event'), 'UPDATE, DELETE, TRUNCATE'), false)"
        )
        return can


@asynccontextmanager
async def _probe_connection(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    try:
        connection = await asyncpg.connect(dsn, timeout=PROBE_TIMEOUT_S)
        try:
            yield connection
        finally:
            await connection.close()
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Refused("postgres_unreachable", error=type(error).__name__) from None
