"""What `db backup`, `db restore`, `db verify` and `keys backup` did, in the data folder, where `serve` reads it (decision 0286).

One file for each kind, with the latest of it. Not in the database: a backup would bring its own record back, and keys are
saved while no database runs.
"""

from pathlib import Path

import msgspec

from auxilio.kernel.refusal import Refused
from auxilio.platform.files import make_folder, write_durably
from auxilio.readiness.core.maintenance import MaintenanceKind, MaintenanceRecord

FOLDER = "maintenance"
"""Within the data folder. Everybody of this machine may read it: a backup may be made by another account than `serve`."""


def record_maintenance(data: Path, kind: MaintenanceKind, record: MaintenanceRecord) -> bool:
    """False where it cannot be written: what was done is done, and must not be called a failure."""
    folder = data / FOLDER
    try:
        make_folder(folder, mode=0o755)
        write_durably(folder / f"{kind}.json", msgspec.json.encode(record) + b"\n", mode=0o644)
    except OSError:
        return False
    return True


def last_maintenance(data: Path, kind: MaintenanceKind) -> MaintenanceRecord | None:
    """The latest of this kind; None where nothing was recorded. Raises `Refused("maintenance_unreadable")`."""
    path = data / FOLDER / f"{kind}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=MaintenanceRecord)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as wrong:
        raise Refused("maintenance_unreadable", path=str(path)) from wrong
