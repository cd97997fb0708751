"""The backups that the system made by itself, and whether one was asked for: files of `DATA/maintenance` (decision 0294).

`auxilio db backup --due` writes the runs; `serve` reads them, and writes what a person asks for.
"""

from pathlib import Path

import msgspec

from auxilio.kernel.refusal import Refused
from auxilio.platform.files import make_folder, write_durably
from auxilio.readiness.core.backups import RUNS_KEPT, BackupRequest, BackupRun
from auxilio.readiness.maintenance_records import FOLDER

RUNS_FILE, REQUEST_FILE = "backup-runs.json", "backup-request.json"


def backup_runs(data: Path) -> tuple[BackupRun, ...]:
    """The newest first. Raises `Refused("maintenance_unreadable")`."""
    return _read(data / FOLDER / RUNS_FILE, tuple[BackupRun, ...]) or ()


def note_backup_run(data: Path, run: BackupRun) -> None:
    """Put it at the head of the list. Raises `OSError`, `Refused("maintenance_unreadable")`."""
    runs = (run, *backup_runs(data))[:RUNS_KEPT]
    _write(data, RUNS_FILE, runs)


def backup_request(data: Path) -> BackupRequest | None:
    """The latest. Raises `Refused("maintenance_unreadable")`."""
    return _read(data / FOLDER / REQUEST_FILE, BackupRequest)


def request_backup(data: Path, request: BackupRequest) -> None:
    """In place of the one before. Raises `OSError`."""
    _write(data, REQUEST_FILE, request)


def _write(data: Path, name: str, value: object) -> None:
    make_folder(data / FOLDER, mode=0o755)
    write_durably(data / FOLDER / name, msgspec.json.encode(value) + b"\n", mode=0o644)


def _read[T](path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as wrong:
        raise Refused("maintenance_unreadable", path=str(path)) from wrong
