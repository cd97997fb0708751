"""A migrated, empty database for one test, made from a template in a few milliseconds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.platform.postgres.roles import APP_ROLE, OWNER_ROLE

TEMPLATE = "auxilio_template"


@dataclass
class Database:
    """What a test of a service needs."""

    dsn: str
    pool: Pool
    wakeups: Wakeups
    work: CommandExecutor
    owner_dsn: str = ""
    """As the role that owns the tables: what an administrator of the database can do, and Auxilio cannot."""

    async def by_its_administrator(self, statement: str, *values: object) -> None:
        """Do what the running system has no right to."""
        await by_the_administrator(self.dsn, statement, *values)


async def by_the_administrator(dsn: str, statement: str, *values: object) -> None:
    """Do in the database that the running system reaches by `dsn` what it has no right to."""
    connection = await asyncpg.connect(dsn.replace(f"//{APP_ROLE}@", f"//{OWNER_ROLE}@"))
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()


async def make_template(server: EmbeddedPostgres) -> None:
    """Once a session: a database with every migration."""
    admin = await asyncpg.connect(server.dsn("postgres", "postgres"))
    try:
        if await admin.fetchval("select 1 from pg_database where datname = $1", TEMPLATE):
            return
        await admin.execute(f"create database {TEMPLATE} owner {OWNER_ROLE}")
    finally:
        await admin.close()
    pool = await open_pool(server.dsn(TEMPLATE, OWNER_ROLE), size_max=2)
    await upgrade(pool, APP_ROLE)
    await pool.close()


@asynccontextmanager
async def fresh_database(server: EmbeddedPostgres) -> AsyncIterator[Database]:
    """An empty, migrated database, dropped afterwards."""
    await make_template(server)
    name = f"t_{new_id().hex}"
    admin = await asyncpg.connect(server.dsn("postgres", "postgres"))
    await admin.execute(f"create database {name} template {TEMPLATE} owner {OWNER_ROLE}")
    dsn = server.dsn(name)
    pool = await open_pool(dsn)
    async with Wakeups(pool, dsn) as wakeups:
        work = CommandExecutor(pool, SystemClock(), wakeups)
        yield Database(dsn, pool, wakeups, work, server.dsn(name, OWNER_ROLE))
    await pool.close()
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()
