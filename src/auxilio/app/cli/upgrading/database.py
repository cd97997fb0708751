"""The database's part of an upgrade: a copy that this machine can bring back, the migrations, and the way back.

The copy is encrypted to the centre's `backup_recipients` and to a key of this upgrade alone, which lies beside it and is
removed when the new release is accepted: from then on the copy is a backup like any other.
"""

import asyncio
import shutil
from importlib.metadata import version
from pathlib import Path

import msgspec

from auxilio.app.cli.database_dump import DUMP, dump_database, load_dump
from auxilio.app.cli.upgrading import core
from auxilio.app.cli.upgrading.core import UpgradeFacts, UpgradeRecord, WayBack
from auxilio.app.settings import Settings
from auxilio.app.storage import open_database
from auxilio.kernel.event import Cursor
from auxilio.kernel.refusal import Refused
from auxilio.platform.age_encryption import check_recipients, new_identity
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.migrate import applied_migrations, packaged_migrations
from auxilio.platform.database.upgrade_queries import (
    database_bytes,
    drop_everything,
    last_position,
    other_sessions,
)
from auxilio.platform.files import make_folder, write_durably
from auxilio.platform.postgres.probe import server_major

FOLDER, RECORD, KEY = "upgrade", "upgrade.json", "key.txt"
"""In the data folder: the copy, the record, and the key of this upgrade."""


def read_record(settings: Settings) -> UpgradeRecord | None:
    """The upgrade that waits to be accepted; None where there is none."""
    try:
        return msgspec.json.decode(
            (settings.data / FOLDER / RECORD).read_bytes(), type=UpgradeRecord, strict=False
        )
    except FileNotFoundError:
        return None


def _write_record(settings: Settings, record: UpgradeRecord) -> None:
    write_durably(settings.data / FOLDER / RECORD, msgspec.json.encode(record))


async def prepare(settings: Settings, clock: Clock) -> list[str]:
    """Check, copy and migrate; the names of the migrations that were applied. Nothing of the installation may run.

    Raises `Refused` with what `core.faults` found first, or as PostgreSQL refuses; the database is then as it was.
    """
    settings = settings_absolute(settings)
    await finish_way_back(settings)
    async with open_database(settings, owner=True) as (dsn, pool):
        facts, head = await _measure(settings, pool), await last_position(pool)
        kept = core.keeps_copy(read_record(settings), head)
        if not kept:
            shutil.rmtree(settings.data / FOLDER, ignore_errors=True)
        for fault in core.faults(facts):
            raise fault
        if not kept:
            if facts.applied:  # a database that is new holds nothing to go back to
                await _copy(settings, dsn)
            record = UpgradeRecord(
                at=clock.now(),
                release=version("auxilio"),
                head=head or Cursor(),
                applied=tuple(sorted(facts.applied)),
            )
            make_folder(settings.data / FOLDER)
            _write_record(settings, record)
    return await _migrate(settings)


async def _migrate(settings: Settings) -> list[str]:
    async with open_database(settings) as (_, pool), pool.acquire() as connection:
        had = await applied_migrations(connection)
    async with open_database(settings, migrate=True):
        return [name for number, name, _text in packaged_migrations() if number not in had]


async def _copy(settings: Settings, dsn: str) -> None:
    folder = settings.data / FOLDER
    make_folder(folder)
    mine = new_identity(folder / KEY)
    theirs = check_recipients(settings.backup_recipients) if settings.backup_recipients else ()
    await dump_database(dsn, folder / DUMP, (mine, *theirs), rights=True)


async def bring_back(settings: Settings) -> WayBack:
    """Make the database what it was before `prepare`. Raises as `core.way_back`. May be repeated when it was cut off."""
    settings = settings_absolute(settings)
    folder = settings.data / FOLDER
    record = read_record(settings)
    async with open_database(settings, owner=True) as (dsn, pool):
        async with pool.acquire() as connection:
            applied = await applied_migrations(connection)
        way = core.way_back(record, applied, await last_position(pool))
        assert record is not None, "way_back refuses without one"
        if way is WayBack.BRING_BACK:
            if not (folder / DUMP).is_file():
                raise Refused("file_missing", path=str(folder / DUMP))
            _write_record(settings, msgspec.structs.replace(record, bringing_back=True))
            await drop_everything(pool)
            major = await server_major(dsn)
            await asyncio.to_thread(load_dump, folder, dsn, major, folder / KEY, rights=True)
    shutil.rmtree(folder)
    return way


async def finish_way_back(settings: Settings) -> bool:
    """Bring the copy back where a way back was cut off; False where none was. Asked before anything starts or migrates: on
    tables that are gone an older centre would begin as a new one, and `accept` would remove the copy of all its calls."""
    record = read_record(settings)
    if record is None or not record.bringing_back:
        return False
    async with open_database(settings_absolute(settings), owner=True) as (_, pool):
        cut_off = core.is_cut_off(record, await last_position(pool))
    if cut_off:
        await bring_back(settings)
    return cut_off


def accept(settings: Settings) -> None:
    """Give the way back up: the key of this upgrade goes, and the copy too unless a key in a safe opens it."""
    folder = settings.data / FOLDER
    (folder / RECORD).unlink(missing_ok=True)
    (folder / KEY).unlink(missing_ok=True)
    if not settings.backup_recipients:
        shutil.rmtree(folder, ignore_errors=True)


def settings_absolute(settings: Settings) -> Settings:
    """With a data folder that does not depend on where we are."""
    return msgspec.structs.replace(settings, data=Path(settings.data).absolute())


async def _measure(settings: Settings, pool: Pool) -> UpgradeFacts:
    async with pool.acquire() as connection:
        return UpgradeFacts(
            applied=tuple(await applied_migrations(connection)),
            packaged=tuple(number for number, _, _ in packaged_migrations()),
            sessions=await other_sessions(connection),
            database_bytes=await database_bytes(connection),
            free_bytes=shutil.disk_usage(settings.data).free,
        )
