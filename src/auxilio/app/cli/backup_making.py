"""How a backup is made: for `db backup`, and for those that the system makes by itself (`db backup --due`, decision 0294)."""

import asyncio
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click

from auxilio.app.cli.database_dump import DUMP, dump_database
from auxilio.app.settings import Settings
from auxilio.app.storage import case_keys_of, open_database
from auxilio.backups.key_copy import copy_keys
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.platform.age_encryption import check_recipients
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.files import PARTIAL, make_folder
from auxilio.platform.keys.folder import FolderKeys
from auxilio.readiness.backup_log import backup_request, backup_runs, note_backup_run
from auxilio.readiness.core.backups import BackupRun, is_due
from auxilio.readiness.core.maintenance import MaintenanceKind, MaintenanceRecord
from auxilio.readiness.maintenance_records import FOLDER, record_maintenance
from auxilio.setup.saved_settings import SAVED_FILE

SOUNDS = ("announcements", "recordings")
"""Folders of the data folder (docs/operations/voice.md)."""
LOCK = "backup.lock"
"""In `DATA/maintenance`, locked while one is made."""
KEYS_FILE = "auxilio-case-keys.age"
"""In the setting `backup_keys_folder`; only the newest is kept, as a destroyed key must not live on in an older one."""
_NAME = "auxilio-%Y%m%dT%H%M%SZ"
_OURS = re.compile(r"auxilio-\d{8}T\d{6}Z")


def save_all(settings: Settings, out: Path, recipients: Sequence[str], before: Path | None = None) -> int:
    """Everything but keys into a folder that is there and empty; how many blobs. `before`: an older backup beside it."""
    asyncio.run(_dump(settings, out / DUMP, recipients))
    # After the dump: a blob is written before the fact that names it, so none that is named is missing.
    count = copy_blobs(settings.blobs, out / "blobs", before / "blobs" if before else None)
    copy_own_files(settings.data, out)
    return count


async def _dump(settings: Settings, file: Path, recipients: Sequence[str]) -> None:
    async with open_database(settings, owner=True) as (dsn, _):
        await dump_database(dsn, file, recipients)


def copy_blobs(blobs: Path, to: Path, before: Path | None = None) -> int:
    """Every blob that is finished, durably; how many. Keys that an older release kept among them are left out.

    One that is in `before` is another name of that file: a blob never changes.
    """
    count = 0
    for path in sorted(blobs.glob("*/*.blob")):
        target = to / path.parent.name / path.name
        make_folder(target.parent)
        try:
            if before is None or not _linked(before / path.parent.name / path.name, path, target):
                shutil.copy2(path, target)
        except FileNotFoundError:
            continue  # its case's keys are being destroyed
        count += 1
    os.sync()
    return count


def _linked(old: Path, path: Path, target: Path) -> bool:
    try:
        if old.stat().st_size != path.stat().st_size:
            return False
        os.link(old, target)
    except OSError:  # it is new, or the disk knows no second names
        return False
    return True


def copy_own_files(data: Path, to: Path) -> None:
    """What is the centre's own and no case's: sounds that it recorded, and settings that a page saved."""
    for name in SOUNDS:
        if (data / name).is_dir():
            shutil.copytree(data / name, to / name, dirs_exist_ok=True)
    if (data / SAVED_FILE).is_file():
        shutil.copy2(data / SAVED_FILE, to / SAVED_FILE)


def note_maintenance(settings: Settings, kind: MaintenanceKind, place: Path) -> None:
    """Record what was done where the readiness of the installation reads it; a warning where that cannot be."""
    record = MaintenanceRecord(at=SystemClock().now(), place=str(place.absolute()))
    if not record_maintenance(settings.data, kind, record):
        click.echo(f"auxilio: not recorded in {settings.data}", err=True)


def make_due_backup(settings: Settings) -> BackupRun | None:
    """Make the backup that is due, delete those that are too many, and note what came of it; None: none is due.

    A failure is noted and raised.
    """
    if settings.backup_folder is None:
        return None
    with _only_one(settings.data) as only:
        started_at = SystemClock().now()
        every = timedelta(hours=settings.backup_every_h)
        if not only or not is_due(
            backup_runs(settings.data), backup_request(settings.data), every, started_at
        ):
            return None
        try:
            run = _make(settings, settings.backup_folder, started_at)
        except Exception as wrong:
            note_backup_run(settings.data, _failed(settings.backup_folder, started_at, wrong))
            raise
        note_backup_run(settings.data, run)
        click.echo(f"{run.place}: {run.size_bytes} bytes, {run.blobs} blobs")
        return run


@contextmanager
def _only_one(data: Path) -> Iterator[bool]:
    make_folder(data / FOLDER, mode=0o755)
    with (data / FOLDER / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _make(settings: Settings, folder: Path, started_at: Instant) -> BackupRun:
    recipients = check_recipients(settings.backup_recipients)
    if not folder.is_dir():  # a disk that is not mounted: nothing is written in its place
        raise Refused("backup_folder_missing", folder=str(folder))
    for left in folder.glob(f"auxilio-*{PARTIAL}"):
        shutil.rmtree(left, ignore_errors=True)
    made = folder / f"{started_at:{_NAME}}"
    partial = made.with_name(made.name + PARTIAL)
    partial.mkdir(mode=0o700)
    try:
        blobs = save_all(settings, partial, recipients, next(iter(_made_before(folder)), None))
        size_bytes = sum(path.stat().st_size for path in partial.rglob("*") if path.is_file())
        partial.rename(made)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    note_maintenance(settings, MaintenanceKind.BACKUP, made)
    if settings.backup_keys_folder is not None:
        _leave_keys(settings, settings.backup_keys_folder, recipients)
    for old in _made_before(folder)[settings.backup_keep :]:
        shutil.rmtree(old, ignore_errors=True)
    ended_at = SystemClock().now()
    return BackupRun(
        started_at=started_at, ended_at=ended_at, place=str(made), size_bytes=size_bytes, blobs=blobs
    )


def _leave_keys(settings: Settings, folder: Path, recipients: tuple[str, ...]) -> None:
    if not folder.is_dir():
        raise Refused("backup_folder_missing", folder=str(folder))
    file = folder / KEYS_FILE
    copy_keys(case_keys_of(settings, FolderKeys(settings.keys)), file, recipients)
    note_maintenance(settings, MaintenanceKind.KEYS, file)


def _made_before(folder: Path) -> list[Path]:
    """The backups that were made here by us, the newest first."""
    ours = [path for path in folder.iterdir() if path.is_dir() and _OURS.fullmatch(path.name)]
    return sorted(ours, key=lambda path: path.name, reverse=True)


def _failed(folder: Path, started_at: Instant, wrong: Exception) -> BackupRun:
    """What is told of a failure. Of an error of the machine its reason; of others their kind alone, which tells no secret."""
    code, detail = "backup_broken", type(wrong).__name__
    if isinstance(wrong, Refused):
        code, detail = wrong.code, str(wrong.facts.get("reason") or wrong.facts.get("folder") or "")
    elif isinstance(wrong, TRANSIENT_ERRORS) and not isinstance(wrong, OSError):
        code = "database_unreachable"
    elif isinstance(wrong, OSError):
        detail = wrong.strerror or type(wrong).__name__
    return BackupRun(
        started_at=started_at,
        ended_at=SystemClock().now(),
        place=str(folder),
        failure=code,
        detail=detail[:200],
    )
