"""Folders for backups: whether one can be used, and how well it serves."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

from auxilio.backups.core.model import BackupPlan, BackupWarning
from auxilio.kernel.refusal import Refused

ROOM_GB_MIN = 5.0
"""Less than this is soon used up by recordings (ours)."""
ROOM_BACKUPS = 2
"""Room for so many more of the size of the last one (ours)."""


def check_folder(text: str, data: Path, field: str) -> None:
    """Raises `Refused`: `backup_folder_relative`, `backup_folder_missing`, `backup_folder_in_data`, `backup_folder_unusable`."""
    folder = Path(text)
    if not folder.is_absolute():
        raise Refused("backup_folder_relative", field=field)
    try:
        there = folder.resolve(strict=True)
        if not there.is_dir():
            raise NotADirectoryError
    except OSError:
        raise Refused("backup_folder_missing", folder=text, field=field) from None
    if there.is_relative_to(data.resolve()) or data.resolve().is_relative_to(there):
        raise Refused("backup_folder_in_data", folder=text, field=field)
    try:
        with TemporaryFile(dir=there) as probe:
            probe.write(b"probe")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as wrong:
        raise Refused(
            "backup_folder_unusable", folder=text, reason=wrong.strerror or str(wrong.errno), field=field
        ) from None


def warnings_of(plan: BackupPlan, data: Path, last_bytes: int) -> Iterator[BackupWarning]:
    """What is not as good as it should be. `last_bytes`: the size of the latest backup."""
    if not plan.backup_folder:
        yield BackupWarning(code="none")
        return
    try:
        disk, free_gb = os.stat(plan.backup_folder).st_dev, _free_gb(plan.backup_folder)
    except OSError:
        yield BackupWarning(code="folder_gone", facts={"folder": plan.backup_folder})
        return
    if disk == _disk_of(data):
        yield BackupWarning(code="same_disk", facts={"folder": plan.backup_folder})
    if free_gb < max(ROOM_GB_MIN, ROOM_BACKUPS * last_bytes / 1e9):
        yield BackupWarning(code="little_room", facts={"free_gb": free_gb})
    if not plan.backup_keys_folder:
        yield BackupWarning(code="keys_by_hand")
    elif _disk_of(Path(plan.backup_keys_folder)) in (None, disk):
        yield BackupWarning(code="keys_same_disk", facts={"folder": plan.backup_keys_folder})


def _free_gb(folder: str) -> float:
    return round(shutil.disk_usage(folder).free / 1e9, 1)


def _disk_of(folder: Path) -> int | None:
    try:
        return os.stat(folder).st_dev
    except OSError:
        return None
