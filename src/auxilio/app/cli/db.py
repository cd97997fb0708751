"""`auxilio db upgrade | check | refold | backup-key | backup | restore | verify`."""

import asyncio
import json
import sys
from pathlib import Path

import click

from auxilio.app.capabilities import all_aggregates
from auxilio.app.cli.backup_making import (
    copy_blobs,
    copy_own_files,
    make_due_backup,
    note_maintenance,
    save_all,
)
from auxilio.app.cli.database_dump import DUMP, load_dump
from auxilio.app.cli.log import in_words, settings_for
from auxilio.app.cli.log_audit import audit_database
from auxilio.app.cli.upgrading.database import finish_way_back
from auxilio.app.cli.verify import output_language
from auxilio.app.settings import Settings
from auxilio.app.storage import bring_up_to_date, open_database, postgres_of
from auxilio.archive.store import ArchiveReads
from auxilio.kernel.refusal import Refused
from auxilio.platform.age_encryption import check_recipients, new_identity
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.migrate import (
    applied_migrations,
    packaged_migrations,
    start_new_epoch,
    upgrade,
)
from auxilio.platform.database.state_audit import RefoldedStates, refold_states
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.postgres import temporary_postgres
from auxilio.platform.postgres.major_upgrade import upgrade_major
from auxilio.platform.postgres.probe import server_major
from auxilio.platform.proof.audit import LogReport
from auxilio.readiness.core.maintenance import MaintenanceKind

_data = click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")


@click.group()
def db() -> None:
    """The database: bring it up to date, look at it, save it, bring it back."""


@db.command("upgrade")
@_data
@click.option(
    "--postgres",
    "major",
    type=int,
    help="Bring our own data folder to this major of PostgreSQL first; nothing may run.",
)
@click.option(
    "--link", is_flag=True, help="With --postgres: share the files, in seconds and with no way back."
)
def upgrade_(data: Path | None, major: int | None, *, link: bool) -> None:
    """Apply the migrations that are missing, each once."""
    settings = settings_for(data)
    if major is not None:
        _change_major(settings, major, link=link)

    async def run(settings: Settings) -> list[str]:
        await finish_way_back(settings)
        server = postgres_of(settings)
        dsn = await server.start()
        try:
            return await bring_up_to_date(server, dsn)
        finally:
            await server.stop()

    for name in asyncio.run(run(settings)):
        click.echo(name)


def _change_major(settings: Settings, major: int, *, link: bool) -> None:
    if settings.database_url:
        raise Refused("postgres_external")
    aside = asyncio.run(upgrade_major((settings.data / "postgres").absolute(), major, link=link))
    if aside is not None:
        click.echo(f"PostgreSQL {major}; {aside}")


@db.command()
@_data
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(data: Path | None, as_json: bool) -> None:
    """Say which migrations this database has had and which are missing. Not 0 when one is."""

    async def run(settings: Settings) -> dict[str, list[str]]:
        async with open_database(settings) as (_, pool), pool.acquire() as connection:
            had = await applied_migrations(connection)
            names = [(number, name) for number, name, _text in packaged_migrations()]
            return {
                "applied": [name for number, name in names if number in had],
                "missing": [name for number, name in names if number not in had],
            }

    found = asyncio.run(run(settings_for(data)))
    click.echo(json.dumps(found) if as_json else "\n".join(f"{k}: {len(v)}" for k, v in found.items()))
    sys.exit(1 if found["missing"] else 0)


@db.command()
@_data
def refold(data: Path | None) -> None:
    """Write every state anew that is not what its facts fold to (`auxilio log verify` names them), while nothing runs.

    For states that a hand changed, and those of a release that folded otherwise. Says which they were, and which streams
    cannot be folded because words were removed from them by right: their states stay as they are.
    """

    async def run(settings: Settings) -> RefoldedStates:
        async with open_database(settings, owner=True) as (_, pool):
            redacted = await ArchiveReads(pool).redacted()
            return await refold_states(pool, all_aggregates(), frozenset(redacted))

    done = asyncio.run(run(settings_for(data)))
    for fault in done.rewritten:
        click.echo(f"{fault.stream}  {', '.join(fault.fields)}")
    for stream in done.redacted:
        click.echo(f"{stream}  redacted: not folded, left as it is")


@db.command("backup-key")
@click.argument("file", type=click.Path(path_type=Path))
def backup_key(file: Path) -> None:
    """Make the private key that opens backups, in FILE, and print its public key: the setting `backup_recipients`.

    Take FILE off this machine, to two places: without it no backup opens, and with it every backup does.
    """
    click.echo(new_identity(file))


@db.command()
@_data
@click.option("--out", type=click.Path(path_type=Path), help="A folder that does not exist yet.")
@click.option(
    "--recipient", default="", help="Public keys, commas between, instead of the setting `backup_recipients`."
)
@click.option(
    "--due",
    is_flag=True,
    help="Instead of --out: into the setting `backup_folder`, when `backup_every_h` has passed or somebody asked for one.",
)
def backup(data: Path | None, out: Path | None, recipient: str, *, due: bool) -> None:
    """Save the database, encrypted to a public key, and the encrypted blobs. It holds no key: `auxilio keys backup`."""
    settings = settings_for(data)
    if due == (out is not None):
        raise click.UsageError("--out or --due")
    if out is None:
        make_due_backup(settings)
        return
    recipients = check_recipients(recipient or settings.backup_recipients)
    if out.exists():
        raise Refused("backup_exists", folder=str(out))
    out.mkdir(parents=True, mode=0o700)
    count = save_all(settings, out, recipients)
    note_maintenance(settings, MaintenanceKind.BACKUP, out)
    click.echo(f"{out}: {DUMP}, {count or 'no'} blobs; no keys")


@db.command()
@_data
@click.option(
    "--identity", type=click.Path(path_type=Path), help="The private key that `db backup-key` made."
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def restore(data: Path | None, folder: Path, identity: Path | None) -> None:
    """Bring a backup back into an empty installation. The log's epoch rises, so that every reader goes on (decision 0003).

    Everybody signs in anew: no session outlives it.
    """
    settings = settings_for(data)
    if (folder / DUMP).exists() and identity is None:
        raise Refused("backup_identity_missing", path=str(folder / DUMP))
    # Before the database: where the disk is full, nothing has been begun that cannot be begun again.
    asyncio.run(_bring_back(settings, folder, identity))
    note_maintenance(settings, MaintenanceKind.RESTORE, folder)
    click.echo(f"{settings.data}")


async def _bring_back(settings: Settings, folder: Path, identity: Path | None) -> None:
    async with open_database(settings, owner=True) as (dsn, pool):
        if await pool.fetchval("select to_regclass('event') is not null"):
            raise Refused("database_not_empty")
        await asyncio.to_thread(copy_blobs, folder / "blobs", settings.blobs)
        await asyncio.to_thread(copy_own_files, folder, settings.data)
        major = await server_major(dsn)
        await asyncio.to_thread(load_dump, folder, dsn, major, identity)
        await start_new_epoch(pool)
    async with open_database(settings, migrate=True):
        pass  # whatever release it was saved by, this one goes on with it


@db.command()
@_data
@click.option(
    "--identity",
    type=click.Path(path_type=Path),
    required=True,
    help="The private key that `db backup-key` made; it is only read, and need not stay on this machine.",
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def verify(data: Path | None, folder: Path, identity: Path) -> None:
    """Bring a backup back into a database of its own that is thrown away, and look at its whole log. Changes nothing here.

    Needs room for the database in the folder of temporary files (TMPDIR). Not 0 when the log is not intact.
    """
    settings = settings_for(data)
    report = asyncio.run(_try_out(settings, folder, identity))
    click.echo(in_words(report, output_language(None)))
    if not report.intact:
        sys.exit(1)
    note_maintenance(settings, MaintenanceKind.VERIFY, folder)


async def _try_out(settings: Settings, folder: Path, identity: Path) -> LogReport:
    keys = FolderKeys(settings.keys).public_keys()
    async with temporary_postgres() as server:
        dsn = server.owner_dsn
        await asyncio.to_thread(load_dump, folder, dsn, await server_major(dsn), identity)
        pool = await open_pool(dsn, size_max=2)
        try:
            await upgrade(pool)  # of whatever release it is, this one would go on with it
            return await audit_database(pool, keys, ())
        finally:
            await pool.close()
