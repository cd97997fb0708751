"""What is weather: the database is slow, gone, or coming back. It is waited out; nothing is counted against a command."""

import asyncpg

WEATHER: tuple[type[Exception], ...] = (
    OSError,  # a refused or broken connection, TimeoutError among them
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DiskFullError,
    asyncpg.ReadOnlySQLTransactionError,  # we are talking to a server that has just become a standby
)
