"""Reaching the database from the command line, whether the house is running or not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from auxilio.app.settings import Settings
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.postgres import postgres_for


@asynccontextmanager
async def reach(settings: Settings) -> AsyncIterator[tuple[str, Pool]]:
    """Its DSN and a small pool. One of our own that is stopped is started for as long as this lasts; one that
    runs is joined, and left running. Nothing is migrated: looking must not change what is looked at."""
    environ = {"AUXILIO_DATABASE_URL": settings.database_url} if settings.database_url else {}
    server = postgres_for((settings.data / "postgres").absolute(), environ)
    dsn = await server.start()
    try:
        pool = await open_pool(dsn, size_max=2)
        try:
            yield dsn, pool
        finally:
            await pool.close()
    finally:
        await server.stop()
