"""Migrations: numbered SQL files, each applied once and in order. All that are missing are applied, and marked, in one transaction."""

import hashlib
from importlib import resources

import asyncpg

from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.privileges import grant_privileges

_MIGRATION_LOCK = 0x41555849  # advisory lock: two processes starting together migrate once


def packaged_migrations() -> list[tuple[int, str, str]]:
    """Number, name and text of every migration in the package, in order."""
    found = [
        (int(entry.name.split("_", 1)[0]), entry.name, entry.read_text("utf-8"))
        for entry in resources.files("auxilio.platform.database.migrations").iterdir()
        if entry.name.endswith(".sql")
    ]
    found.sort()
    numbers = [number for number, _, _ in found]
    # Branches number theirs from ranges of their own, so there may be gaps; two of one number never.
    assert len(set(numbers)) == len(numbers), f"two migrations have one number: {numbers}"
    return found


async def applied_migrations(connection: Connection) -> dict[int, str]:
    """Number and digest of what this database has had. Changes nothing, so any role that may read can ask."""
    if await connection.fetchval("select to_regclass('migration') is null"):
        return {}
    return {
        row["number"]: row["digest"] for row in await connection.fetch("select number, digest from migration")
    }


async def upgrade(pool: Pool, role: str = "") -> list[str]:
    """Apply what is missing, as the owner of the tables, and give `role` its rights; the names of what was applied.

    `role`: what the running system connects as; the owner itself where none is named. Where nothing is missing, nothing
    is written, so any role may ask. Raises `Refused("database_owner_missing")` when it is another's to apply them,
    `Refused("database_newer")` when the database has had a migration that this release does not know, and
    `Refused("migration_changed")` when a file was edited after it had been applied.
    """
    try:
        return await _upgrade(pool, role)
    except asyncpg.InsufficientPrivilegeError as wrong:
        raise Refused("database_owner_missing") from wrong


async def _upgrade(pool: Pool, role: str) -> list[str]:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
        had, have = await applied_migrations(connection), packaged_migrations()
        if not had:
            await connection.execute(
                "create table if not exists migration (number integer primary key, name text not null,"
                " digest text not null, at timestamptz not null default now())"
            )
        if set(had) - {number for number, _, _ in have}:
            raise Refused("database_newer", has=max(had), knows=have[-1][0])
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
        if role:
            await grant_privileges(connection, role)
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


async def start_new_epoch(pool: Pool) -> int:
    """After a restore: positions go on after all that were ever given, and nobody is signed in. Returns the new epoch."""
    await pool.execute("delete from session; delete from sign_in_failure")
    return await raise_epoch(pool)
