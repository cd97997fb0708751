"""What an upgrade asks of the database and does to it, as the owner of the tables (decision 0287)."""

from auxilio.kernel.event import Cursor
from auxilio.platform.database.connection import Connection, Pool


async def other_sessions(connection: Connection) -> int:
    """Connections of others to this database. The server's own workers have no name, and are not counted; what kind a
    connection is cannot be asked, because it is hidden from other roles."""
    count: int = await connection.fetchval(
        "select count(*) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid() and usename is not null"
    )
    return count


async def database_bytes(connection: Connection) -> int:
    """The size of this database on its disk."""
    size: int = await connection.fetchval("select pg_database_size(current_database())")
    return size


async def last_position(pool: Pool) -> Cursor | None:
    """The position of the last event; None where there is no log."""
    if not await pool.fetchval("select to_regclass('event') is not null"):
        return None
    row = await pool.fetchrow(
        "select epoch, tx, seq from event order by epoch desc, tx desc, seq desc limit 1"
    )
    return Cursor(*row) if row else Cursor()


async def drop_everything(pool: Pool) -> None:
    """Make this database as empty as a new one, so that a dump can be loaded."""
    await pool.execute("drop schema public cascade; create schema public")
    await pool.execute("grant usage on schema public to public")
