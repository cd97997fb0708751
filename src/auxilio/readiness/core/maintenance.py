"""What is kept of a backup, a restore, a trial of a backup and a copy of keys: the latest of each kind."""

from enum import StrEnum

import msgspec

from auxilio.kernel.instant import Instant


class MaintenanceKind(StrEnum):
    """What was done."""

    BACKUP = "backup"
    RESTORE = "restore"
    """A backup was brought back into this installation."""
    VERIFY = "verify"
    """A backup was brought back into a database of its own, and its log was intact."""
    KEYS = "keys"
    """The wrapped keys of cases were copied."""


class MaintenanceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """When it was done last, and with what. Files of before also say `count`, which is not read."""

    at: Instant
    place: str
    """The folder or file that was written or read; of a copy of keys that a page gave, `/admin` and who asked for it."""
