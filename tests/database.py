"""A migrated, empty database for one test, made from a template in a few milliseconds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.database.work import Work
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres

TEMPLATE = "auxilio_template"


@dataclass
class Database:
    """What a test of the shell holds."""

    dsn: str
    pool: Pool
    wakeups: Wakeups
    work: Work


async def make_template(server: EmbeddedPostgres) -> None:
    """Once a session: a database with every migration."""
    admin = await asyncpg.connect(server.dsn("postgres", "postgres"))
    try:
        if await admin.fetchval("select 1 from pg_database where datname = $1", TEMPLATE):
            return
        await admin.execute(f"create database {TEMPLATE} owner auxilio")
    finally:
        await admin.close()
    pool = await open_pool(server.dsn(TEMPLATE), size_max=2)
    await upgrade(pool)
    await pool.close()


@asynccontextmanager
async def fresh_database(server: EmbeddedPostgres) -> AsyncIterator[Database]:
    """An empty, migrated database, dropped afterwards."""
    await make_template(server)
    name = f"t_{new_id().hex}"
    admin = await asyncpg.connect(server.dsn("postgres", "postgres"))
    await admin.execute(f"create database {name} template {TEMPLATE} owner auxilio")
    dsn = server.dsn(name)
    pool = await open_pool(dsn)
    async with Wakeups(pool, dsn) as wakeups:
        yield Database(dsn, pool, wakeups, Work(pool, SystemClock(), wakeups))
    await pool.close()
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()
