"""Migrations: numbered SQL files, each applied once, in order, in one transaction with its own mark."""

import hashlib
from importlib import resources

from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import Connection, Pool

_ONE_AT_A_TIME = 0x41555849  # advisory lock: two processes starting together migrate once


def shipped() -> list[tuple[int, str, str]]:
    """Number, name and text of every migration in the package, in order."""
    found = [
        (int(entry.name.split("_", 1)[0]), entry.name, entry.read_text("utf-8"))
        for entry in resources.files("auxilio.platform.database.migrations").iterdir()
        if entry.name.endswith(".sql")
    ]
    found.sort()
    numbers = [number for number, _, _ in found]
    assert numbers == list(range(1, len(found) + 1)), f"migrations have a gap or a twin: {numbers}"
    return found


async def applied(connection: Connection) -> dict[int, str]:
    """Number and digest of what this database has had."""
    await connection.execute(
        "create table if not exists migration (number integer primary key, name text not null,"
        " digest text not null, at timestamptz not null default now())"
    )
    return {
        row["number"]: row["digest"] for row in await connection.fetch("select number, digest from migration")
    }


async def upgrade(pool: Pool) -> list[str]:
    """Apply what is missing; the names of what was applied.

    Raises `Refused("database_newer")` when the database has had a migration that this release does
    not know, and `Refused("migration_changed")` when a file was edited after it had been applied.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        had, have = await applied(connection), shipped()
        if set(had) - {number for number, _, _ in have}:
            raise Refused("database_newer", has=max(had), knows=len(have))
        done: list[str] = []
        for number, name, text in have:
            digest = hashlib.sha256(text.encode()).hexdigest()
            if number in had:
                if had[number] != digest:
                    raise Refused("migration_changed", name=name)
                continue
            await connection.execute(text)
            await connection.execute(
                "insert into migration (number, name, digest) values ($1, $2, $3)", number, name, digest
            )
            done.append(name)
        return done


async def raise_epoch(pool: Pool) -> int:
    """After a restore: transaction ids begin low again, so every new position must lie after every old one.

    By the second and not by one: the same backup may be restored twice, and a screen that saw the first of these
    lives must not be taken for one that knows the second (decision 0116). Returns the new epoch.
    """
    epoch: int = await pool.fetchval(
        "update log_epoch set epoch = greatest(epoch + 1, extract(epoch from now() - timestamptz '2026-01-01Z')::int)"
        " returning epoch"
    )
    return epoch
