"""The pool of connections to PostgreSQL, embedded or external: the same code for both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from auxilio.kernel.refusal import Refused

type Connection = asyncpg.pool.PoolConnectionProxy[Any]
type Pool = asyncpg.Pool[Any]

TRANSIENT_ERRORS = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InternalClientError,  # what is left of a connection that was cut while it was idle in the pool
)
"""What a database that is gone, going or not yet there looks like: waited out, never taken for a defect."""
STATEMENT_TIMEOUT_MS = 15_000
IDLE_IN_TRANSACTION_MS = 10_000
"""A transaction left open holds back every reader of the log (decision 0003); the server ends it."""


async def _skip_session_reset(_: object) -> None:
    """No code of Auxilio changes a session: no SET, no session lock, no LISTEN on a connection of the pool.

    So there is nothing to undo when one comes back, and asking for it each time doubled our round trips. A
    transaction left open is still rolled back: asyncpg does that before it asks us.
    """


async def open_pool(dsn: str, *, size_max: int = 12) -> Pool:
    """A pool whose connections speak UTC and never wait for ever."""
    pool = await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=size_max,
        command_timeout=STATEMENT_TIMEOUT_MS / 1000,
        reset=_skip_session_reset,
        server_settings={
            "application_name": "auxilio",
            "timezone": "UTC",
            "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
            "jit": "off",  # short statements; compiling them costs more than running them
        },
    )
    assert pool is not None
    return pool


async def user_of(dsn: str) -> str:
    """The role that this DSN connects as."""
    connection = await asyncpg.connect(dsn)
    try:
        user: str = await connection.fetchval("select current_user")
        return user
    finally:
        await connection.close()


async def may_connect(dsn: str) -> None:
    """Whether the owner of the tables may be connected as from here. Raises `Refused("database_owner_unreachable")`."""
    try:
        await user_of(dsn)
    except asyncpg.InvalidAuthorizationSpecificationError as wrong:
        raise Refused("database_owner_unreachable", error=type(wrong).__name__) from None


@asynccontextmanager
async def snapshot_transaction(pool: Pool) -> AsyncIterator[Connection]:
    """A read-only REPEATABLE READ transaction: everything read in it is of one moment."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        yield connection
