"""Is anybody there, and how old? Asked by `doctor` and by whoever is about to lean on an external server."""

import asyncpg

from auxilio.kernel.refusal import Refused

PATIENCE_S = 5.0


async def server_major(dsn: str) -> int:
    """The major version of the server that answers.

    Raises `Refused("postgres_unreachable")` with the kind of error and never its text, which may quote the DSN.
    """
    try:
        connection = await asyncpg.connect(dsn, timeout=PATIENCE_S)
        try:
            return connection.get_server_version().major
        finally:
            await connection.close()
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Refused("postgres_unreachable", error=type(error).__name__) from None
