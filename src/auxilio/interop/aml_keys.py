"""The keys that senders of AML sign with: one file each under the data folder, in no backup.

Several are in force at once, so that a sender can change theirs: add the new one, tell the sender, delete the old one.
"""

import re
from datetime import datetime
from pathlib import Path

from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.files import write_durably
from auxilio.platform.keys.device_secrets import new_device_secret

KEYS_MAX = 16
"""Keys in force at once: each message is compared with each."""
KEY_BYTES_MIN, KEY_BYTES_MAX = 16, 1_024
FRESH_S = 2.0
"""A key that was deleted is in force for this long at most."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def aml_folder(data: Path) -> Path:
    """Where the keys are: under the data folder, in no backup."""
    return data / "aml"


def aml_keys(data: Path) -> tuple[bytes, ...]:
    """The keys of this installation, as text without blanks around it. One that is too short or too long is none."""
    files = sorted(aml_folder(data).glob("*.key"))[:KEYS_MAX]
    found = (_read(file) for file in files)
    return tuple(key for key in found if KEY_BYTES_MIN <= len(key) <= KEY_BYTES_MAX)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(KEY_BYTES_MAX + 3).strip()
    except OSError:  # deleted in between, or not ours to read
        return b""


def ensure_aml_key(data: Path, name: str) -> Path:
    """The file of one sender's key, made where there is none. Raises `Refused("aml_key_name", name=…)`."""
    if not _NAME.fullmatch(name):
        raise Refused("aml_key_name", name=name[:40])
    file = aml_folder(data) / f"{name}.key"
    if not file.is_file():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(file, new_device_secret().encode() + b"\n", mode=0o600)
    return file


class AmlKeys:
    """The keys in force, read again every two seconds."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self._data, self._clock = data, clock
        self._read_at: datetime | None = None
        self._keys: tuple[bytes, ...] = ()

    def in_force(self) -> tuple[bytes, ...]:
        """All of them; none: the way in is closed."""
        now = self._clock.now()
        if self._read_at is None or not 0 <= seconds_between(self._read_at, now) < FRESH_S:
            self._keys, self._read_at = aml_keys(self._data), now
        return self._keys
